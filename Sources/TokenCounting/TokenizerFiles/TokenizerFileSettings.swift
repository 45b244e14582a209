import WaybillInterchange

/// How a tokenizer file says that text is prepared and cut; everything that would not be done exactly is an error.
struct TokenizerFileSettings {
    /// Whether text is brought into Normalization Form C first.
    let normalizes: Bool
    let rules: PieceRules
    /// Whether a piece that is a token becomes that, whatever merges make of it.
    let ignoresMerges: Bool
    /// The members of `added_tokens`.
    let addedTokens: [SpecialTokens.Token]

    init(_ contents: TokenizerFileContents) throws(JSONFormatError) {
        normalizes = try Self.normalizes(contents.members["normalizer"] ?? .null, .root["normalizer"])
        rules = try Self.rules(contents.members["pre_tokenizer"] ?? .null, .root["pre_tokenizer"])
        ignoresMerges = try Self.ignoresMerges(contents.model)
        var tokens: [SpecialTokens.Token] = []
        let path = JSONPath.root["added_tokens"]
        for (index, token) in try (contents.members["added_tokens"] ?? []).array(at: path).enumerated() {
            tokens.append(try Self.addedToken(token, path[index], normalizes: normalizes))
        }
        addedTokens = tokens
        try Self.refuseOverlaps(tokens, contents.members["added_tokens"] ?? [])
    }

    // MARK: Model

    private static func ignoresMerges(_ model: JSONObject) throws(JSONFormatError) -> Bool {
        let path = JSONPath.root["model"]
        var ignoresMerges = false
        for (key, value) in model where !value.isNull {
            switch key {
            case "type": _ = try value.string(at: path[key])
            case "ignore_merges": ignoresMerges = try value.bool(at: path[key])
            case "dropout":
                guard try value.double(at: path[key]) == 0 else {
                    throw JSONFormatError(path[key], "is not 0; dropout makes token counts random and is not supported")
                }
            case "continuing_subword_prefix", "end_of_word_suffix":
                guard try value.string(at: path[key]).isEmpty else {
                    throw JSONFormatError(path[key], "is not empty; such tokenizers are not supported")
                }
            // With a token for every byte, nothing is ever unknown.
            case "unk_token", "fuse_unk", "byte_fallback": break
            default: throw JSONFormatError(path[key], "is not known and may change how text is encoded")
            }
        }
        return ignoresMerges
    }

    // MARK: Normalizer and pre-tokenizer

    private static func normalizes(_ normalizer: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> Bool {
        guard !normalizer.isNull else { return false }
        switch try type(normalizer, path) {
        case "NFC": return true
        case "Sequence":
            var normalizes = false
            for (part, path) in try parts(normalizer, "normalizers", path) {
                if try Self.normalizes(part, path) { normalizes = true }
            }
            return normalizes
        case let other: throw JSONFormatError(path["type"], "is '\(other)'; only 'NFC' and a 'Sequence' of it are supported")
        }
    }

    private static func rules(_ preTokenizer: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> PieceRules {
        let steps = try steps(preTokenizer, path)
        var rules: PieceRules?
        for (index, (step, path)) in steps.enumerated() {
            let type = try type(step, path)
            switch (type, index, index == steps.count - 1) {
            case ("Split", 0, false): rules = try split(step, path)
            case ("ByteLevel", _, true): try checkByteLevel(step, path, isAlone: index == 0)
            case ("Split", _, _), ("ByteLevel", _, _):
                throw JSONFormatError(path, "is a '\(type)' where none is supported: there must be one 'Split' and then one 'ByteLevel'")
            default: throw JSONFormatError(path["type"], "is '\(type)'; only one 'Split' and then one 'ByteLevel' are supported")
            }
        }
        guard let rules else { throw JSONFormatError(path, "has no 'Split', which says how text is cut") }
        return rules
    }

    /// The pre-tokenizers that follow one another.
    private static func steps(_ preTokenizer: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> [(JSONValue, JSONPath)] {
        guard !preTokenizer.isNull else { throw JSONFormatError(path, "is missing; only byte-level tokenizers are supported") }
        guard try type(preTokenizer, path) == "Sequence" else { return [(preTokenizer, path)] }
        return try parts(preTokenizer, "pretokenizers", path)
    }

    private static func split(_ step: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> PieceRules {
        var members = try JSONMembers(step, at: path)
        let pattern = try members.require("pattern", asAnything).object(at: path["pattern"])
        let behavior = try members.require("behavior", asString)
        let isInverted = try members.read("invert", asBool) ?? false
        // Every character of a text is matched, so that leaving out what is not is the same.
        guard behavior == "Isolated" && !isInverted || behavior == "Removed" && isInverted else {
            throw JSONFormatError(path["behavior"], "is '\(behavior)'\(isInverted ? " with 'invert'" : ""); only 'Isolated' is supported")
        }
        guard let text = pattern["Regex"] else {
            throw JSONFormatError(path["pattern"], "has no member 'Regex'; other patterns are not supported")
        }
        let regex = try text.string(at: path["pattern"]["Regex"])
        guard let rules = PieceRules(pattern: regex) else {
            throw JSONFormatError(path["pattern"]["Regex"], "is a pattern that is not supported: \(regex)")
        }
        return rules
    }

    private static func checkByteLevel(_ step: JSONValue, _ path: JSONPath, isAlone: Bool) throws(JSONFormatError) {
        var members = try JSONMembers(step, at: path)
        guard try members.read("add_prefix_space", asBool) == false else {
            throw JSONFormatError(path["add_prefix_space"], "is true, which is not supported")
        }
        guard try members.read("use_regex", asBool) == false else {
            throw JSONFormatError(path["use_regex"], "is true: the pattern of GPT-2 is not supported")
        }
        if isAlone { throw JSONFormatError(path, "stands alone; without a 'Split' before it, it is not supported") }
    }

    // MARK: Added tokens

    private static func addedToken(_ token: JSONValue, _ path: JSONPath, normalizes: Bool) throws(JSONFormatError) -> SpecialTokens.Token {
        var members = try JSONMembers(token, at: path)
        let name = try members.require("content", asString)
        let id = try members.require("id") { value, path throws(JSONFormatError) in try value.int(at: path) }
        let isSpecial = try members.read("special", asBool) ?? false
        for key in ["lstrip", "rstrip", "single_word"] where try members.read(key, asBool) ?? false {
            throw JSONFormatError(path[key], "is true, which is not supported")
        }
        if normalizes, try members.read("normalized", asBool) ?? !isSpecial {
            throw JSONFormatError(path["normalized"], "is true beside a normalizer, which is not supported")
        }
        guard !name.isEmpty else { throw JSONFormatError(path["content"], "is empty") }
        return SpecialTokens.Token(name: name, id: id, isSpecial: isSpecial)
    }

    /// Tokens that are normalized are looked for after all others; that makes a difference only where names overlap.
    private static func refuseOverlaps(_ tokens: [SpecialTokens.Token], _ json: JSONValue) throws(JSONFormatError) {
        let isLate = (json.arrayValue ?? []).map { $0.objectValue?["normalized"]?.boolValue ?? false }
        for (late, lateToken) in tokens.enumerated() where isLate[late] {
            let lateName = Array(lateToken.name.utf8)
            for (early, earlyToken) in tokens.enumerated() where !isLate[early] {
                let earlyName = Array(earlyToken.name.utf8)
                let overlaps = (0..<lateName.count)
                    .contains { start in
                        lateName[start...].starts(with: earlyName.prefix(lateName.count - start))
                    }
                if overlaps {
                    throw JSONFormatError(
                        .root["added_tokens"][late]["content"],
                        "overlaps with that of added_tokens[\(early)], which is not 'normalized' like it; that is not supported")
                }
            }
        }
    }

    // MARK: Values

    private static func type(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> String {
        var members = try JSONMembers(json, at: path)
        return try members.require("type", asString)
    }

    private static func parts(_ json: JSONValue, _ key: String, _ path: JSONPath) throws(JSONFormatError) -> [(JSONValue, JSONPath)] {
        let path = path[key]
        var parts: [(JSONValue, JSONPath)] = []
        for (index, part) in try (json.objectValue?[key] ?? .null).array(at: path).enumerated() { parts.append((part, path[index])) }
        return parts
    }

    private static func asString(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> String { try json.string(at: path) }

    private static func asBool(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> Bool { try json.bool(at: path) }

    private static func asAnything(_ json: JSONValue, _ path: JSONPath) throws(JSONFormatError) -> JSONValue { json }
}
