/// An input with its good answer, shown to the model before the conversation.
public struct Example: Sendable, Hashable {
    /// What a user might write.
    public var input: String
    /// How the model should answer.
    public var answer: String

    /// Creates an example.
    public init(input: String, answer: String) {
        self.input = input
        self.answer = answer
    }
}

extension Example: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        self.init(input: try members.require("input", asText), answer: try members.require("answer", asText))
        try members.finish()
    }

    public var json: JSONValue { ["input": .string(input), "answer": .string(answer)] }
}

/// A document that many calls share.
public struct Reference: Sendable, Hashable {
    /// What the document is called.
    public var title: String
    /// The document.
    public var text: String

    /// Creates a reference.
    public init(title: String, text: String) {
        self.title = title
        self.text = text
    }
}

extension Reference: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        title = try members.require("title", asText)
        text = try members.require("text", asText)
        try members.finish()
    }

    public var json: JSONValue { ["title": .string(title), "text": .string(text)] }
}
