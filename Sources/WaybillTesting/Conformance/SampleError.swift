/// The body of an error response, as it is met: of the APIs, of servers like them, of gateways, and of nobody.
struct SampleError {
    let shape: String
    let body: [UInt8]

    init(_ shape: String, _ body: [UInt8]) {
        self.shape = shape
        self.body = body
    }

    private init(_ shape: String, _ body: String) { self.init(shape, Array(body.utf8)) }

    /// What providers answer, with a key and a prompt in it, and what a gateway does.
    static let usual: [SampleError] = [
        SampleError(
            "OpenAI", #"{"error":{"message":"\#(Planted.message)","type":"invalid_request_error","param":null,"code":"invalid_value"}}"#),
        SampleError("detail as text", #"{"detail":"\#(Planted.message)"}"#),
        SampleError("a page", "<!DOCTYPE html><html><head><title>\(Planted.prompt)</title></head><body>\(Planted.message)</body></html>"),
        SampleError("nothing", ""),
    ]

    /// What else has been seen, or could be.
    static let unusual: [SampleError] = {
        let message = Planted.message
        return [
            SampleError(
                "plant everywhere",
                #"{"error":{"message":"\#(message)","type":"\#(Planted.prompt)","param":"\#(message)","code":"\#(Planted.key)"}}"#
            ),
            SampleError("number as code", #"{"error":{"message":"\#(message)","code":400,"type":"BadRequestError"}}"#),
            SampleError("error as text", #"{"error":"\#(message)"}"#),
            SampleError("flat", #"{"object":"error","message":"\#(message)","type":"BadRequestError","param":null,"code":400}"#),
            SampleError(
                "detail as list",
                #"{"detail":[{"loc":["body","messages",0],"msg":"\#(message)","type":"value_error","input":"\#(Planted.prompt)"}]}"#
            ),
            SampleError("list", #"[{"error":{"code":400,"message":"\#(message)","status":"INVALID_ARGUMENT"}}]"#),
            SampleError(
                "error within an error", #"{"error":{"message":"{\"error\":{\"message\":\"\#(message)\"}}","type":null,"code":null}}"#),
            SampleError(
                "metadata", #"{"error":{"code":502,"message":"Provider error","metadata":{"raw":"\#(message)","provider_name":"X"}}}"#),
            SampleError("all null", #"{"error":{"message":null,"type":null,"param":null,"code":null}}"#),
            SampleError("null error", #"{"error":null}"#), SampleError("empty object", "{}"), SampleError("empty list", "[]"),
            SampleError("null", "null"), SampleError("a number", "42"),
            SampleError("a string", #""\#(message)""#), SampleError("plain text", message),
            SampleError("white space", " \n\t "),
            SampleError("half a document", #"{"error":{"message":"\#(message)"#),
            SampleError("no UTF-8", Array(#"{"error":{"message":""#.utf8) + [0xFF, 0xFE, 0xC0] + Array(#""}}"#.utf8)),
        ]
    }()

    /// Bodies that are deep, or as large as a transport keeps.
    static let large: [SampleError] = [
        SampleError("deep nesting", String(repeating: #"{"error":["#, count: 1_500)),
        SampleError(
            "cut at 64 KiB", String(#"{"error":{"message":"\#(String(repeating: Planted.message, count: 1_000))"#.prefix(64 << 10))),
    ]
}
