/// What is wrong with a file before its settings are looked at: WB001 to WB029.
package enum FileFault: String, FaultKind {
    case unreadableFile = "WB001"
    case fileTooLarge = "WB002"
    case notText = "WB003"
    case notYAML = "WB004"
    case emptyFile = "WB005"
    case noMapping = "WB006"
    case secondDocument = "WB007"
    case tooDeep = "WB008"
    case tooManyAliases = "WB009"
    case badAlias = "WB010"
    case tag = "WB011"
    case mergeKey = "WB012"
    case badKey = "WB013"
    case duplicateKey = "WB014"
    case badFileName = "WB015"
    case ignoredFile = "WB016"
    case badTokenizerFile = "WB017"

    package var entry: FaultEntry {
        switch self {
        case .unreadableFile:
            .error(
                "unreadable-file",
                "A file or the folder of the provider files does not exist, is of another kind, or may not be read by this user. The message names "
                    + "the path as it was looked for: `providers` is relative to the routes file."
            )
            .example(
                in: .routes, "providers: provider\nworkloads: {chat: {models: [acme/fast]}}",
                "providers: providers\nworkloads: {chat: {models: [acme/fast]}}")
        case .fileTooLarge:
            .error(
                "file-too-large",
                "A settings file has more than 1 MiB. That is far more than settings need, so another file was probably meant.")
        case .notText:
            .error(
                "not-text",
                "The file is not text in UTF-8, or holds a character that nobody sees and that has no place in settings, such as a NUL byte. Save "
                    + "it as UTF-8, or delete the character at the place that the message names.")
        case .notYAML:
            .error(
                "not-yaml",
                "The file is not YAML from this place on, so that nothing after it could be read. Mostly a line is indented differently from its "
                    + "neighbours, a bracket or quote is not closed, or a text with `: ` or ` #` in it needs quotes."
            )
            .example(in: .workload, "last_resort: Sorry: not now", "last_resort: \"Sorry: not now\"")
        case .emptyFile:
            .error("empty-file", "The file holds nothing but white space and comments. The message says what it needs.")
                .example(in: .routes, "# nothing yet", "workloads: {chat: {models: [acme/fast]}}")
        case .noMapping:
            .error("no-mapping", "A settings file is one mapping of `key: value`; this one is a list or a single value.")
                .example(in: .routes, "- chat", "workloads: {chat: {models: [acme/fast]}}")
        case .secondDocument:
            .error(
                "second-document",
                "YAML files can hold several documents, with `---` between them. Settings are one document, so what follows would never be read."
            )
        case .tooDeep:
            .error(
                "too-deep", "Values are nested in each other more than 32 deep. No setting needs that; a bracket is probably not closed.")
        case .tooManyAliases:
            .error(
                "too-many-aliases",
                "The aliases (`*name`) of a file stand for more than 10,000 values. A file that grows like this is mostly meant to do harm."
            )
        case .badAlias:
            .error(
                "bad-alias",
                "An alias (`*name`) repeats a value that an anchor (`&name`) named before it. Here no such anchor ends before the alias, or one "
                    + "name is given to two anchors."
            )
            .example(in: .workload, "parameters: *short", "parameters: {max_output_tokens: 100}")
        case .tag:
            .error("tag", "A tag such as `!!str` has no meaning in settings. Leave it out; what is quoted is text.")
                .example(in: .workload, "prompt_version: !!str 5", "prompt_version: \"5\"")
        case .mergeKey:
            .error(
                "merge-key",
                "`<<` is an extension of YAML that not every reader knows and that hides what overrides what. `like` takes over the settings of "
                    + "another workload or provider; an alias repeats a single value."
            )
            .example(in: .workload, "<<: {strict: true}", "strict: true")
        case .badKey:
            .error("bad-key", "A key is missing before a `:`, or is a list or a mapping. Keys are single words.")
                .example(in: .workload, "[deadline]: 20s", "deadline: 20s")
        case .duplicateKey:
            .error(
                "duplicate-key",
                "A key is in a mapping twice. Readers of YAML differ in which one they take, so neither is; keep the one that is meant. The "
                    + "message names the line of the first."
            )
            .example(in: .workload, "deadline: 20s\ndeadline: 1m", "deadline: 20s")
        case .badFileName:
            .error(
                "bad-file-name",
                "A provider is named after its file, and routes name models as `provider/model-id`. So the name of a provider file cannot be empty "
                    + "or have blanks in it; rename the file.")
        case .ignoredFile:
            .warning(
                "ignored-file",
                "A file in the folder of the provider files ends in `.yml`. Only files that end in `.yaml` are read; rename it, or move it elsewhere."
            )
        case .badTokenizerFile:
            .error(
                "bad-tokenizer-file",
                "A model names a `tokenizer.json` that does not exist, cannot be read, or holds a tokenizer of a kind that is not known. Counts "
                    + "would be estimates in silence; name another file, or the name of a known tokenizer.")
        }
    }
}
