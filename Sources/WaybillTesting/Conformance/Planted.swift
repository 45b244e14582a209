/// What a provider may echo and nobody may log.
enum Planted {
    static let key = "sk-proj-Pl4nt3dK3yPl4nt3dK3yPl4nt3dK3yPl4nt3d"
    static let prompt = "my grandmother Zerelda of Quillby"
    static let message = "Incorrect API key provided: \(key). The prompt was: \(prompt)."

    /// Whether a text holds the key or a telling part of it.
    static func keyIsIn(_ text: String) -> Bool { text.contains("Pl4nt3dK3y") }

    /// Whether a text holds the prompt or a telling part of it.
    static func promptIsIn(_ text: String) -> Bool { text.contains("Zerelda") || text.contains("Quillby") }
}
