extension ContentPart: JSONRepresentable {
    public init(json: JSONValue, at path: JSONPath) throws(JSONFormatError) {
        var members = try JSONMembers(json, at: path)
        let type = try members.require("type", asText)
        switch type {
        case "text": self = .text(try members.require("text", asText))
        case "refusal": self = .refusal(try members.require("refusal", asText))
        case "image":
            let source = try ContentSource(members: &members, at: path)
            self = .image(ImagePart(source, detail: try members.read("detail") ?? .auto))
        case "file":
            let source = try ContentSource(members: &members, at: path)
            self = .file(FilePart(source, name: try members.require("name", asText)))
        case "audio":
            self = .audio(AudioPart(try members.require("data", base64), format: try members.require("format", asText)))
        default:
            let known = ["text", "image", "file", "audio", "refusal"]
            let hint = nearestWord(to: type, among: known).map { "did you mean '\($0)'?" } ?? "known: \(known.joined(separator: ", "))"
            throw JSONFormatError(path["type"], "is '\(type)', which is no kind of content; \(hint)")
        }
        try members.finish()
    }

    public var json: JSONValue {
        switch self {
        case .text(let text): return ["type": "text", "text": .string(text)]
        case .refusal(let text): return ["type": "refusal", "refusal": .string(text)]
        case .image(let image):
            var object: JSONObject = ["type": "image"]
            image.source.write(to: &object)
            if image.detail != .auto { object.set("detail", image.detail) }
            return .object(object)
        case .file(let file):
            var object: JSONObject = ["type": "file", "name": .string(file.name)]
            file.source.write(to: &object)
            return .object(object)
        case .audio(let audio):
            return ["type": "audio", "format": .string(audio.format), "data": .string(Base64.encode(audio.bytes))]
        }
    }
}

extension ContentSource {
    init(members: inout JSONMembers, at path: JSONPath) throws(JSONFormatError) {
        let url = try members.read("url", asText)
        let data = try members.read("data", base64)
        let mediaType = try members.read("media_type", asText)
        switch (url, data) {
        case (let url?, nil): self = .url(url)
        case (nil, let data?):
            guard let mediaType else { throw JSONFormatError(path, "has no member 'media_type', such as \"image/png\"") }
            self = .bytes(data, mediaType: mediaType)
        default: throw JSONFormatError(path, "needs either 'url' or 'data' (base64) with 'media_type'")
        }
    }

    func write(to object: inout JSONObject) {
        switch self {
        case .url(let url): object["url"] = .string(url)
        case .bytes(let bytes, let mediaType):
            object["media_type"] = .string(mediaType)
            object["data"] = .string(Base64.encode(bytes))
        }
    }
}

private func base64(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> [UInt8] {
    guard let bytes = Base64.decode(try json.string(at: path)) else { throw JSONFormatError(path, "is not base64") }
    return bytes
}
