import WaybillInterchange
import WaybillRoutes

/// Keys are in the files by reference only; what might be a key itself is refused and never repeated in a message.
extension Reading {
    /// The value of `api_key`: a reference, or `none`.
    func credential(_ node: YAMLNode) -> [Credential]? {
        if node.scalar == "none" { return [] }
        return reference(node).map { [Credential(name: "default", reference: $0, definedAt: node.location)] }
    }

    /// The value of `api_keys`: references by name, in order of preference.
    func credentials(_ node: YAMLNode) -> [Credential]? {
        guard let entries = node.entries else {
            if case .invalid = node.content { return nil }
            hide(node)
            error("'api_keys' must be a mapping of 'name: {env: NAME}', or of {file: PATH} or {command: [PROGRAM, …]}", at: node.location)
            return nil
        }
        if entries.isEmpty { error("'api_keys' names no key; for a server without keys write 'api_key: none'", at: node.location) }
        return entries.compactMap { entry in
            reference(entry.value).map { Credential(name: entry.key, reference: $0, definedAt: entry.value.location) }
        }
    }

    /// How a key is sent: `bearer`, `none` or `{header: NAME}`.
    func authStyle(_ node: YAMLNode) -> AuthStyle? {
        guard node.entries != nil else {
            return choice(node, among: [("bearer", AuthStyle.bearer), ("none", .none)], otherwise: "{header: NAME}")
        }
        guard var fields = Fields(node, of: "'auth'", self) else { return nil }
        let name = fields.require("header", "the name of the header that carries the key", headerName)
        fields.finish()
        return name.map { .header($0) }
    }

    /// Headers to send along, in the order of the file.
    func headers(_ node: YAMLNode) -> [HeaderField]? {
        guard let entries = node.entries else {
            if case .invalid = node.content { return nil }
            error("'headers' must be a mapping of 'Name: value'", at: node.location)
            return nil
        }
        return entries.compactMap(header)
    }

    private func header(_ entry: YAMLEntry) -> HeaderField? {
        guard checkHeaderName(entry.key, at: entry.keyLocation) else { return nil }
        if SecretMask.isNameOfSecret(entry.key) {
            hide(entry.value)
            error(
                "a key must not be written into the file; name it under 'api_key' and its header under 'auth: {header: \(entry.key)}'",
                at: entry.keyLocation)
            return nil
        }
        guard let value = text(entry.value) else { return nil }
        guard value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
            error("a header's value must be one line without control characters", at: entry.value.location)
            return nil
        }
        return HeaderField(entry.key, value)
    }

    private func headerName(_ node: YAMLNode) -> String? {
        guard let name = word(node), checkHeaderName(name, at: node.location) else { return nil }
        return name
    }

    /// What a header's name may consist of besides letters and digits (RFC 9110, `token`).
    private static let headerMarks = Set("!#$%&'*+-.^_`|~".utf8)
    /// Headers that belong to the transport.
    private static let ownHeaders = [
        "host", "content-length", "content-type", "transfer-encoding", "connection", "accept", "accept-encoding", "expect", "te", "upgrade",
    ]

    private func checkHeaderName(_ name: String, at location: SourceLocation) -> Bool {
        guard !name.isEmpty, name.utf8.allSatisfy({ isLetterOrDigit($0) || Self.headerMarks.contains($0) }) else {
            error("\(quoted(name)) is not a header's name", at: location)
            return false
        }
        guard !Self.ownHeaders.contains(name.lowercased()) else {
            error("the header \(quoted(name)) is set for every request and cannot be changed", at: location)
            return false
        }
        return true
    }

    private func reference(_ node: YAMLNode) -> SecretReference? {
        let forms = "write {env: NAME}, {file: PATH} or {command: [PROGRAM, …]}"
        switch node.content {
        case .invalid: return nil
        case .mapping: break
        default:
            hide(node)
            error("a key must not be written into the file; \(forms)", at: node.location)
            return nil
        }
        if let stranger = node.entries?.first(where: { !["env", "file", "command"].contains($0.key) }) {
            // The key itself may stand where 'env' or 'file' belongs, so it is not repeated.
            hide(node)
            error("this says nothing about where a key is; \(forms)", at: stranger.keyLocation)
            return nil
        }
        guard var fields = Fields(node, of: "a reference to a key", self) else { return nil }
        let ways = ["env", "file", "command"].filter(fields.has)
        let variable = fields.read("env", variableName)
        let file = fields.read("file", path)
        let command = fields.read("command", commandLine)
        fields.finish()
        guard ways.count == 1 else {
            error(ways.isEmpty ? "nothing says where the key is; \(forms)" : "a key has one place; \(forms)", at: node.location)
            return nil
        }
        return variable.map { .environment($0) } ?? file.map { .file($0) } ?? command.map { .command($0) }
    }

    private func variableName(_ node: YAMLNode) -> String? {
        guard let name = node.scalar, let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
            name.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: "_") })
        else {
            // Somebody may have put the key where its variable's name belongs.
            hide(node)
            error(
                "this is not the name of an environment variable; a name has letters, digits and '_', such as OPENAI_API_KEY",
                at: node.location)
            return nil
        }
        return name
    }

    private func commandLine(_ node: YAMLNode) -> [String]? {
        guard case .sequence(let items) = node.content else {
            error("a command is a list of its words, run without a shell: [PROGRAM, ARGUMENT, …]", at: node.location)
            return nil
        }
        let words = items.compactMap(text)
        guard words.count == items.count else { return nil }
        guard words.first?.isEmpty == false, words.allSatisfy({ !$0.utf8.contains(0) }) else {
            error("the command has no program", at: node.location)
            return nil
        }
        return words
    }

    /// A path; one that is not absolute is relative to the file in which it stands.
    func path(_ node: YAMLNode) -> String? {
        guard let text = word(node) else { return nil }
        return joinedPath(folder: folder(of: node.location.file), text)
    }
}

private func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"): true
    default: false
    }
}
