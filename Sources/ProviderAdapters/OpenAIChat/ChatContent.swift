import WaybillInterchange

extension BodyWriter {
    /// Writes the content of a message: a plain string where it is one text, which every server takes, else a list of parts.
    ///
    /// - Parameters:
    ///   - detail: Whether to say how closely to look at images.
    ///   - breakpoint: The part at whose end a cache breakpoint stands.
    ///   - stableParts: How many parts, from the first, still belong to the stable part of the prompt.
    mutating func content(_ parts: [ContentPart], detail: Bool, breakpoint: Int? = nil, stableParts: Int = 0) {
        if parts.isEmpty {
            value("")
        } else if parts.count == 1, breakpoint == nil, case .text(let text) = parts[0] {
            value(.string(text))
        } else {
            array { body in
                for (place, part) in parts.enumerated() {
                    body.object { body in
                        body.part(part, detail: detail)
                        if place == breakpoint { body.writeBreakpoint() }
                    }
                    if place + 1 == stableParts { body.endStablePart() }
                }
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
