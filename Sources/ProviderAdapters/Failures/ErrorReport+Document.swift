import WaybillInterchange

extension ErrorReport {
    /// Reads an error that is JSON, in any of the shapes in use.
    ///
    /// - `{"error": {…}}`, as OpenAI and most others write it; in an array, as Gemini does;
    /// - `{"error": "text", "error_type": …}`, `{"message": …, "type": …, "code": …}`, `{"errors": [{…}]}` and `{"detail": "text"}`;
    /// - `{"detail": [{"loc": […], "msg": …}]}`, as FastAPI writes it.
    init(document: JSONValue) {
        let document = document.arrayValue?.first ?? document
        guard document.objectValue != nil else { return }
        switch document["error"] {
        case .object(let error)?:
            read(.object(error))
        case .string(let text)?:
            message = text
            read(document)
        default:
            read(document["errors"]?[0] ?? document)
            readDetail(document["detail"])
        }
        add(document["error_type"])
        requestID = document["request_id"]?.stringValue
        isLlamaCpp = document["error"]?["code"]?.intValue != nil && document["error"]?["type"] != nil && document["error"]?["param"] == nil
    }

    /// Reads the members of an error.
    private mutating func read(_ error: JSONValue) {
        message = error["message"]?.stringValue ?? error["title"]?.stringValue ?? message
        let metadata = error["metadata"]
        readCode(error["code"])
        // OpenRouter hands on what its upstream said.
        add(metadata?["provider_code"])
        add(metadata?["error_type"])
        detail = metadata?["raw"]?.stringValue ?? ""
        flagsContent = metadata?["flagged_input"]?.isNull == false || metadata?["reasons"]?.arrayValue?.isEmpty == false
        // Azure's and Gemini's own words.
        add(error["innererror"]?["code"])
        add(error["error_code"])
        add(error["type"])
        add(error["status"])
        parameter = error["param"]?.stringValue
        for (name, value) in error["headers"]?.objectValue ?? [:] {
            headers.append(HeaderField(name, value.stringValue ?? value.numberValue?.literal ?? ""))
        }
        for part in error["details"]?.arrayValue ?? [] {
            add(part["reason"])
            retryDelay = retryDelay ?? part["retryDelay"]?.stringValue.flatMap(RetryHint.duration(of:))
        }
    }

    /// Reads a code, which may be a word, a number, or an HTTP status as either.
    private mutating func readCode(_ code: JSONValue?) {
        if let number = code?.intValue ?? code?.stringValue.flatMap({ Int($0) }) {
            if (400..<600).contains(number) { status = number } else { words.append(String(number)) }
        } else {
            add(code)
        }
    }

    /// Reads `detail`: a text, or a list of what is wrong with which member.
    private mutating func readDetail(_ detail: JSONValue?) {
        if let text = detail?.stringValue {
            message = text
        } else if let first = detail?.arrayValue?.first {
            message = first["msg"]?.stringValue ?? message
            add(first["type"])
            parameter = first["loc"]?.arrayValue.flatMap(Self.path(of:)) ?? parameter
        } else if let detail, detail.objectValue != nil {
            read(detail)
        }
    }

    /// The member that a list of keys and places leads to, such as `messages[0].content`.
    private static func path(of location: [JSONValue]) -> String? {
        var path = ""
        for step in location {
            if let place = step.intValue {
                path += "[\(place)]"
            } else if let key = step.stringValue, !(path.isEmpty && key == "body") {
                path += path.isEmpty ? key : ".\(key)"
            }
        }
        return path.isEmpty ? nil : path
    }

    private mutating func add(_ word: JSONValue?) {
        if let word = word?.stringValue, !word.isEmpty, word != "error", !words.contains(word) { words.append(word) }
    }
}
