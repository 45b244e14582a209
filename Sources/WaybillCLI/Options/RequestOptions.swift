import ArgumentParser
import Waybill

/// What is asked: a workload and a prompt, or a whole request from a file.
struct RequestOptions: ParsableArguments {
    @Argument(help: "The kind of work. With --request it may be left out; given, it takes the place of the file's.")
    var workload: String?

    @Argument(help: "The prompt. (default: standard input)")
    var prompt: String?

    @Option(
        name: .customLong("request"),
        help: ArgumentHelp(
            "A whole request as JSON instead of a prompt; docs/request.md documents it, and - is standard input.", valueName: "file"))
    var requestFile: String?

    func validate() throws {
        if prompt != nil, requestFile != nil {
            throw ValidationError("A prompt and --request exclude each other; the file has the prompt.")
        }
    }
}

extension RequestOptions {
    /// Fails where nothing names the kind of work.
    func requireWorkload() throws {
        if workload == nil, requestFile == nil {
            throw ValidationError("The workload is missing: name the kind of work, or give --request FILE.")
        }
    }

    /// The request that the arguments and standard input describe.
    ///
    /// Where there is no prompt at all (nothing comes from standard input, or it is a terminal) the conversation is empty: good enough for a
    /// dry run.
    func request() throws(InputError) -> ModelRequest {
        if let requestFile { return try RequestFile(path: requestFile).read(workload: workload) }
        var request = ModelRequest(workload: Workload(rawValue: workload ?? ""))
        var prompt = prompt
        if prompt == nil { prompt = try StandardInput.prompt() }
        if let prompt { request.conversation = [.user(prompt)] }
        return request
    }

    /// The request of which only the kind of work is open; `nil` where there is neither a file nor a prompt.
    ///
    /// No workload is given with it, so that the first word is the prompt.
    func requestForAll() throws(InputError) -> ModelRequest? {
        if let requestFile { return try RequestFile(path: requestFile).read(workload: "*") }
        var prompt = workload
        if prompt == nil { prompt = try StandardInput.prompt() }
        return prompt.map { ModelRequest($0, workload: "*") }
    }

    /// Whether nobody gave the prompt of a request that does not come from a file.
    func isPromptMissing(in request: ModelRequest) -> Bool { requestFile == nil && request.conversation.isEmpty }
}
