import WaybillInterchange

extension BodyWriter {
    /// Writes the content of a message: a plain string where it is one text, which every server takes, else a list of parts.
    ///
    /// - Parameter detail: Whether to say how closely to look at images.
    mutating func content(_ parts: [ContentPart], detail: Bool) {
        if parts.isEmpty {
            value("")
        } else if parts.count == 1, case .text(let text) = parts[0] {
            value(.string(text))
        } else {
            array(parts) { body, part in
                body.object { $0.part(part, detail: detail) }
            }
        }
    }

    private mutating func part(_ part: ContentPart, detail: Bool) {
        switch part {
        case .text(let text):
            member("type", "text")
            member("text", text)
        case .image(let image):
            member("type", "image_url")
            member("image_url") { body in
                body.object { body in
                    body.member("url", image.source)
                    if detail, image.detail != .auto { body.member("detail", image.detail.rawValue) }
                }
            }
        case .file(let file):
            member("type", "file")
            member("file") { body in
                body.object { body in
                    body.member("filename", file.name)
                    body.member("file_data", file.source)
                }
            }
        case .audio(let audio):
            member("type", "input_audio")
            member("input_audio") { body in
                body.object { body in
                    body.member("data", Base64.encode(audio.bytes))
                    body.member("format", audio.format)
                }
            }
        case .refusal(let text):
            member("type", "refusal")
            member("refusal", text)
        }
    }
}
