import Waybill

/// Reads the content of messages and results: a text, or a list of parts.
enum InputContent {
    /// What parts there may be, by who says them.
    enum Kind {
        /// What is shown to a model: texts, images, files and sound.
        case shown
        /// What a model said: texts and refusals.
        case assistant
    }

    /// Reads content that is there.
    static func read(_ content: JSONValue, of kind: Kind) throws(BodyFault) -> [ContentPart] {
        switch content {
        case .string(let text): [.text(text)]
        case .array: try Body.list(content) { part throws(BodyFault) in try read(part: part, of: kind) }
        default: throw .wrongType("a string or an array", content)
        }
    }

    private static func read(part value: JSONValue, of kind: Kind) throws(BodyFault) -> ContentPart {
        var members = try BodyMembers(value)
        let part: ContentPart
        switch (try members.require("type", Body.text), kind) {
        case ("input_text", .shown): part = .text(try members.require("text", Body.text))
        case ("input_image", .shown): part = .image(try image(&members))
        case ("input_file", .shown): part = .file(try file(&members))
        case ("input_audio", .shown): part = .audio(try members.require("input_audio", audio))
        case ("output_text", .assistant):
            part = .text(try members.require("text", Body.text))
            // What is known of the text, and the text once more as the client's library has read it: models are shown the text.
            for key in ["annotations", "logprobs", "parsed"] { _ = members.take(key) }
        case ("refusal", .assistant): part = .refusal(try members.require("refusal", Body.text))
        default: throw BodyFault.invalid("is no kind of content that can stand here").within("type")
        }
        try members.refuse("prompt_cache_breakpoint", "Where a prompt is cached is decided for each model; leave it out.")
        try members.finish()
        return part
    }

    private static func image(_ members: inout BodyMembers) throws(BodyFault) -> ImagePart {
        try members.refuse("file_id", "A stored file belongs to an account at one provider; send it as 'image_url'.")
        let source = try members.require("image_url") { value throws(BodyFault) in try ContentSource(url: Body.text(value)) }
        return ImagePart(source, detail: try members.read("detail", Body.word) ?? .auto)
    }

    private static func file(_ members: inout BodyMembers) throws(BodyFault) -> FilePart {
        try members.refuse("file_id", "A stored file belongs to an account at one provider; send it as 'file_data'.")
        try members.refuse("detail", "Not every API has a detail for files; leave it out.") { $0 == "auto" }
        let url = try members.read("file_url") { value throws(BodyFault) in try ContentSource(url: Body.text(value)) }
        let data = try members.read("file_data") { value throws(BodyFault) in try ContentSource(dataURL: Body.text(value)) }
        if url != nil, data != nil { throw BodyFault.invalid("stands beside 'file_data'; leave one of them out").within("file_url") }
        guard let source = data ?? url else { throw BodyFault(.missing).within("file_data") }
        return FilePart(source, name: try members.read("filename", Body.text) ?? "file")
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
}
