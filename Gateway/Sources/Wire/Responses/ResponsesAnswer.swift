public import Waybill

/// Writes a whole answer as one response object of the Responses API.
public struct ResponsesAnswer: Sendable {
    private var shell: ResponseShell

    /// Creates a writer; see ``ResponsesAnswerWriter/init(_:echo:)``.
    public init(_ head: AnswerHead, echo: JSONObject) {
        shell = ResponseShell(head, echo: echo)
    }

    /// The response object.
    public func bytes(_ response: ModelResponse) -> [UInt8] {
        var shell = shell
        shell.name(response.model)
        let output = ResponseOutput(response, call: shell.call)
        var bytes: [UInt8] = []
        shell.write(.over(response), to: &bytes) { output.write(to: &$0) }
        return bytes
    }
}
