import Waybill

/// Reads the content of messages: a text, or a list of parts.
enum ChatParts {
    /// What parts a message may have, by who says it.
    enum Kind {
        /// All that a user can show.
        case user
        /// Texts and refusals.
        case assistant
        /// Texts alone.
        case texts
    }

    /// Reads content that is there.
    static func read(_ content: JSONValue, of kind: Kind) throws(BodyFault) -> [ContentPart] {
        switch content {
        case .string(let text): return [.text(text)]
        case .array(let parts):
            guard !parts.isEmpty else { throw .invalid("needs at least one part", code: "empty_array") }
            return try Body.list(content) { part throws(BodyFault) in try read(part: part, of: kind) }
        default: throw .wrongType("a string or an array of objects", content)
        }
    }

    private static func read(part value: JSONValue, of kind: Kind) throws(BodyFault) -> ContentPart {
        var members = try BodyMembers(value)
        let part: ContentPart
        switch (try members.require("type", Body.text), kind) {
        case ("text", _): part = .text(try members.require("text", Body.text))
        case ("refusal", .assistant): part = .refusal(try members.require("refusal", Body.text))
        case ("image_url", .user): part = .image(try members.require("image_url", image))
        case ("input_audio", .user): part = .audio(try members.require("input_audio", audio))
        case ("file", .user): part = .file(try members.require("file", file))
        default: throw BodyFault.invalid("is no kind of content that such a message can have").within("type")
        }
        try members.refuse("prompt_cache_breakpoint", "Where a prompt is cached is decided for each model; leave it out.")
        try members.finish()
        return part
    }

    private static func image(_ value: JSONValue) throws(BodyFault) -> ImagePart {
        var members = try BodyMembers(value)
        let source = try members.require("url", source)
        let image = ImagePart(source, detail: try members.read("detail", Body.word) ?? .auto)
        try members.finish()
        return image
    }

    private static func audio(_ value: JSONValue) throws(BodyFault) -> AudioPart {
        var members = try BodyMembers(value)
        let bytes = try members.require("data") { value throws(BodyFault) in
            guard let bytes = Base64.decode(try Body.text(value)), !bytes.isEmpty else { throw .invalid("is not base64") }
            return bytes
        }
        let audio = AudioPart(bytes, format: try members.require("format", Body.text))
        try members.finish()
        return audio
    }

    private static func file(_ value: JSONValue) throws(BodyFault) -> FilePart {
        var members = try BodyMembers(value)
        try members.refuse("file_id", "A stored file belongs to an account at one provider; send it as 'file_data'.")
        let source = try members.require("file_data") { value throws(BodyFault) in try ContentSource(dataURL: Body.text(value)) }
        let file = FilePart(source, name: try members.require("filename", Body.text))
        try members.finish()
        return file
    }

    private static func source(_ value: JSONValue) throws(BodyFault) -> ContentSource { try ContentSource(url: Body.text(value)) }
}
