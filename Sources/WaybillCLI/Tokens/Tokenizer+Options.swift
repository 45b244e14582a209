import ArgumentParser
import Waybill

/// The tokenizers that the options of `waybill tokens` name.
extension Tokenizer {
    /// The encoding of this name.
    ///
    /// - Throws: `ValidationError` where there is none.
    static func encoding(_ name: String) throws -> Tokenizer {
        if let encoding = TokenEncoding.named(name) { return .exact(encoding) }
        let hint =
            nearestWord(to: name, among: TokenEncoding.names).map { "did you mean '\($0)'?" }
            ?? "there are \(TokenEncoding.names.joined(separator: ", "))."
        throw ValidationError("There is no encoding '\(name)'; \(hint)")
    }

    /// That of a model of the provider files.
    ///
    /// - Throws: `ValidationError` where they do not offer it.
    static func model(_ name: String, in table: RouteTable, _ tokenizers: TokenizerFiles) throws -> Tokenizer {
        guard let wanted = ModelName(name) else { throw ValidationError("'\(name)' is no model; write PROVIDER/MODEL.") }
        if let model = table.providers[wanted.provider]?.model(wanted.id) {
            return model.tokenizerFile.flatMap { tokenizers.encodings[$0.path] }.map { .exact($0) } ?? .named(model.tokenizer)
        }
        let known = table.providers.values.flatMap { provider in
            provider.models.map { ModelName(provider: provider.name, id: $0.id).description }
        }
        let hint = nearestWord(to: name, among: known.sorted()).map { "did you mean '\($0)'?" } ?? "'waybill models' lists them all."
        throw ValidationError("No provider file offers the model '\(name)'; \(hint)")
    }
}
