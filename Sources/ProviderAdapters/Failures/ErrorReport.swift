import WaybillInterchange

/// What an error says of itself, whatever the shape in which it came.
struct ErrorReport {
    /// The provider's words for people.
    var message = ""
    /// More of the provider's words, which tell what went wrong but not to people: an upstream's error handed on.
    var detail = ""
    /// Its words for programs (code, category, type), the most telling first, as written.
    var words: [String] = []
    /// The request parameter that it names.
    var parameter: String?
    /// The HTTP status that it names; counts where none came with it.
    var status: Int?
    /// How long it says to wait.
    var retryDelay: Duration?
    /// Headers that came inside it.
    var headers: [HeaderField] = []
    /// The id of the request.
    var requestID: String?
    /// Whether it tells what was found forbidden in the content.
    var flagsContent = false
    /// Whether it has the shape of llama.cpp's server, which answers 500 also where the request is to blame.
    var isLlamaCpp = false
    /// Whether it was an error of an API, not a page of something between.
    var isStructured = true

    /// Reads the body of an error response, whatever it says to be: some servers send JSON as plain text.
    init(body: [UInt8]) {
        do throws(JSONError) {
            let document = try JSONReader.read(body)
            guard document.objectValue == nil, document.arrayValue == nil else {
                self.init(document: document)
                return
            }
        } catch {
            // No JSON: a page, plain text, or a document that was cut. All of it is read as text.
        }
        self.init(text: String(decoding: body, as: UTF8.self))
    }

    /// Reads plain text, an HTML page, or JSON that was cut.
    private init(text: String) {
        let trimmed = text.trimmingBlanks
        isStructured = false
        if trimmed.first == "<" {
            message = trimmed.htmlTitle ?? ""
        } else if trimmed.first == "{" || trimmed.first == "[" {
            // The members cannot be told apart any more, but the words for programs stand in quotes.
            message = trimmed
            words = trimmed.quotedWords.filter { FailureCause.ofWord($0) != nil }
        } else {
            message = trimmed
        }
    }
}

extension String {
    /// The text without white space around it.
    fileprivate var trimmingBlanks: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(self[first...last])
    }

    /// The title of an HTML page.
    fileprivate var htmlTitle: String? {
        let bytes = Array(utf8)
        let lowered = Phrases(self)
        guard let start = lowered.end(of: "<title>"), let end = lowered.start(of: "</title>", from: start) else { return nil }
        return String(decoding: bytes[start..<end], as: UTF8.self).trimmingBlanks
    }

    /// What stands in double quotes and could be a word for programs.
    fileprivate var quotedWords: [String] {
        split(separator: "\"").map(String.init).filter(\.isShortWord)
    }
}
