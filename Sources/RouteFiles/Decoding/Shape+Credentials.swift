import WaybillInterchange
import WaybillRoutes

/// Keys are in the files by reference only; what might be a key itself is refused and never repeated in a message.
extension Shape where Value == [Credential] {
    /// The value of `api_key`: a reference, or `none`.
    static var key: Shape {
        let reference = Shape<SecretReference>.reference
        return Shape(.either([.words(["none"]), reference.schema])) { node, reading in
            if node.scalar == "none" { return [] }
            return reference.read(node, reading).map { [Credential(name: "default", reference: $0, definedAt: node.location)] }
        }
    }

    /// The value of `api_keys`: references by name, in order of preference.
    static var keys: Shape {
        Shape(.entries(Shape<SecretReference>.reference.schema)) { node, reading in
            guard let entries = node.entries else {
                if case .invalid = node.content { return nil }
                reading.hide(node)
                reading.report(
                    ProviderFault.badKeyReference,
                    "'api_keys' must be a mapping of 'name: {env: NAME}', or of {file: PATH} or {command: [PROGRAM, …]}", at: node.location)
                return nil
            }
            if entries.isEmpty {
                reading.report(
                    ValueFault.emptyCollection, "'api_keys' names no key; for a server without keys write 'api_key: none'",
                    at: node.location)
            }
            return entries.compactMap { entry in
                Shape<SecretReference>.reference.read(entry.value, reading)
                    .map { Credential(name: entry.key, reference: $0, definedAt: entry.value.location) }
            }
        }
    }
}

extension Shape where Value == SecretReference {
    /// Where a key is: `{env: NAME}`, `{file: PATH}` or `{command: [PROGRAM, …]}`.
    fileprivate static var reference: Shape {
        let forms = "write {env: NAME}, {file: PATH} or {command: [PROGRAM, …]}"
        let places = places(forms)
        return Shape(places.schema) { node, reading in
            switch node.content {
            case .invalid: return nil
            case .mapping: break
            default:
                reading.hide(node)
                reading.report(ProviderFault.keyInFile, "a key must not be written into the file; \(forms)", at: node.location)
                return nil
            }
            if let stranger = node.entries?.first(where: { !["env", "file", "command"].contains($0.key) }) {
                // The key itself may stand where 'env' or 'file' belongs, so it is not repeated.
                reading.hide(node)
                reading.report(
                    ProviderFault.badKeyReference, "this says nothing about where a key is; \(forms)", at: stranger.keyLocation)
                return nil
            }
            return places.read(node, reading)
        }
    }

    private static func places(_ forms: String) -> Shape {
        .mapping("a reference to a key") { fields in
            let ways = ["env", "file", "command"].filter(fields.has)
            let variable = fields.read("env", .variableName, "the environment variable that holds the key")
            let file = fields.read("file", .path, "the file that holds the key")
            let command = fields.read("command", .commandLine, "the command that prints the key, run without a shell")
            guard ways.count == 1 else {
                let problem = ways.isEmpty ? "nothing says where the key is" : "a key has one place"
                fields.reading.report(ProviderFault.badKeyReference, "\(problem); \(forms)", at: fields.location)
                return nil
            }
            return variable.map { .environment($0) } ?? file.map { .file($0) } ?? command.map { .command($0) }
        }
    }
}

extension Shape where Value == String {
    fileprivate static var variableName: Shape {
        Shape(.pattern("name", "^[A-Za-z_][A-Za-z0-9_]*$")) { node, reading in
            guard let name = node.scalar, let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first),
                name.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "_") })
            else {
                // Somebody may have put the key where its variable's name belongs.
                reading.hide(node)
                reading.report(
                    ProviderFault.badKeyReference,
                    "this is not the name of an environment variable; a name has letters, digits and '_', such as OPENAI_API_KEY",
                    at: node.location)
                return nil
            }
            return name
        }
    }
}

extension Shape where Value == [String] {
    fileprivate static var commandLine: Shape {
        let words = Shape.list(of: .text)
        return Shape(words.schema) { node, reading in
            guard case .sequence(let items) = node.content else {
                reading.report(
                    ValueFault.wrongKind, "a command is a list of its words, run without a shell: [PROGRAM, ARGUMENT, …]",
                    at: node.location)
                return nil
            }
            guard let words = words.read(node, reading), words.count == items.count else { return nil }
            guard words.first?.isEmpty == false, words.allSatisfy({ !$0.utf8.contains(0) }) else {
                reading.report(ProviderFault.badKeyReference, "the command has no program", at: node.location)
                return nil
            }
            return words
        }
    }
}
