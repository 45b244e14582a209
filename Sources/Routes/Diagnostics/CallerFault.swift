/// What is wrong with who may call (WB200 to WB219), and what works there, but hardly as meant (WB220 to WB229).
package enum CallerFault: String, FaultKind {
    case badCallerName = "WB200"
    case plainKey = "WB201"
    case badKeyHash = "WB202"
    case callerTwice = "WB203"
    case sharedKey = "WB204"
    case badModelGrant = "WB205"
    case workloadWithoutRoute = "WB220"
    case modelWithoutFacts = "WB221"
    case noCaller = "WB222"

    private static let hash = "d24af276b62dab9198c30efa37460772dcb87ad6d15caf0ce15c69542f822081"

    package var entry: FaultEntry {
        switch self {
        case .badCallerName:
            .error(
                "bad-caller-name",
                "A caller's name stands in logs, in labels of measurements and in the accounts of the books, so it is short and plain: 1 to 64 letters "
                    + "from A to Z, digits, `-`, `_` or `.`."
            )
            .example(in: .keys, "keys: {billing team: {sha256: \(Self.hash)}}", "keys: {billing-team: {sha256: \(Self.hash)}}")
        case .plainKey:
            .error(
                "plain-key",
                "What might be a key stands where its hash belongs. A keys file holds no key, so that whoever reads it can call nobody with it: write "
                    + "what `printf %s \"$KEY\" | sha256sum` prints. No message repeats what was written; a key that was in a file should be made anew."
            )
            .example(
                in: .keys, "keys: {billing: {sha256: wb-not_a_real_key_but_as_long_as_one}}", "keys: {billing: {sha256: \(Self.hash)}}")
        case .badKeyHash:
            .error(
                "bad-key-hash",
                "The SHA-256 of a key has 64 hexadecimal digits, and is not that of an empty text: that comes of hashing a variable that is not set. "
                    + "`waybill-gateway key NAME` prints a key and the lines to write."
            )
            .example(in: .keys, "keys: {billing: {sha256: d24af276}}", "keys: {billing: {sha256: \(Self.hash)}}")
        case .callerTwice:
            .error("caller-twice", "Two callers have one name, so that nobody could tell their calls apart.")
        case .sharedKey:
            .error(
                "shared-key",
                "Two callers have the same key, so that nobody could tell who calls; or one has it twice. A caller may have several keys, each of "
                    + "them is one caller's."
            )
            .example(
                in: .keys, "keys:\n  billing: {sha256: \(Self.hash)}\n  search: {sha256: \(Self.hash)}",
                "keys:\n  billing: {sha256: \(Self.hash)}")
        case .badModelGrant:
            .error(
                "bad-model-grant",
                "Models that a caller may name are written `provider/model-id`, `provider/*` for all of a provider's, or `*` for any. A `*` stands for "
                    + "nothing else."
            )
            .example(
                in: .keys, "keys: {billing: {sha256: \(Self.hash), models: [\"acme/fa*\"]}}",
                "keys: {billing: {sha256: \(Self.hash), models: [\"acme/*\"]}}")
        case .workloadWithoutRoute:
            .warning(
                "workload-without-route",
                "A caller may ask for a workload that no route serves, so whoever does is told that there is none. The tag may be misspelled."
            )
            .example(
                in: .keys, "keys: {billing: {sha256: \(Self.hash), workloads: [chatt]}}",
                "keys: {billing: {sha256: \(Self.hash), workloads: [chat]}}")
        case .modelWithoutFacts:
            .warning(
                "model-without-facts",
                "A caller may name a model, or the models of a provider, that the provider files do not have. The name may be misspelled."
            )
            .example(
                in: .keys, "keys: {billing: {sha256: \(Self.hash), models: [acme/fats]}}",
                "keys: {billing: {sha256: \(Self.hash), models: [acme/fast]}}")
        case .noCaller:
            .warning("no-caller", "A keys file names nobody, so that every request is refused. That is how to lock everybody out.")
                .example(in: .keys, "keys: {}", "keys: {billing: {sha256: \(Self.hash)}}")
        }
    }
}
