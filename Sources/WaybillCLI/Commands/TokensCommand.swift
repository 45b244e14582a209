import ArgumentParser
import Waybill

/// `waybill tokens`: how many tokens texts have.
struct TokensCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tokens",
        abstract: "Counts the tokens of files or of standard input.",
        usage: "waybill tokens [FILE ...] [options]",
        discussion: """
            Counts are exact for o200k_base (GPT-4o and all later models of OpenAI's), \
            o200k_harmony (gpt-oss) and cl100k_base (GPT-4, GPT-3.5, embeddings). A \
            model whose tokenizer is not known gets an estimate, marked with ~. What \
            looks like a special token is text, unless --special says otherwise. Files \
            may be of any size; they are not loaded.

            EXAMPLES:
              A prompt; all pages of a manual, with their sum:
                echo "Where is order 1207?" | waybill tokens
                waybill tokens docs/*.md
              With the tokenizer of a model in the provider files:
                waybill tokens --model openai/gpt-5.4-mini report.txt
              Many texts, each a JSON string on its own line:
                waybill tokens --lines texts.jsonl > counts.jsonl
            """)

    @Argument(help: ArgumentHelp("Files; - is standard input. (default: standard input)", valueName: "file"))
    var files: [String] = []

    @Option(help: ArgumentHelp("The encoding: \(TokenEncoding.names.joined(separator: ", ")). (default: o200k_base)", valueName: "name"))
    var encoding: String?

    @Option(help: ArgumentHelp("A model of the provider files, whose tokenizer counts.", valueName: "provider/model"))
    var model: String?

    @Flag(help: "Print the ids of the tokens too; the counts go to standard error then.")
    var ids = false

    @Flag(help: "Read a JSON string from every line, and print a JSON object for each.")
    var lines = false

    @Flag(help: "Count the names of special tokens, such as <|endoftext|>, as those tokens.")
    var special = false

    @OptionGroup var routes: RoutesOptions

    func validate() throws {
        if encoding != nil, model != nil { throw ValidationError("--encoding and --model exclude each other.") }
    }

    func run() throws {
        let tokenizer = try tokenizer()
        if ids, let reason = tokenizer.count("").reason {
            throw ValidationError("There are no ids for '\(model ?? tokenizer.name)': \(reason).")
        }
        if files.isEmpty, StandardInput.isTerminal {
            throw ValidationError("There is nothing to count: name files, or pipe a text in.")
        }
        let inputs = (files.isEmpty ? ["-"] : files).map(ChunkedInput.init)
        guard try isEverythingCounted(inputs, tokenizer) else { throw ExitCode.failure }
    }

    private func isEverythingCounted(_ inputs: [ChunkedInput], _ tokenizer: Tokenizer) throws -> Bool {
        if lines {
            var texts = TextLines(tokenizer, special: special, givesIDs: ids)
            for input in inputs { try texts.print(input) }
            texts.finish()
            return texts.failures == 0
        }
        let texts = WholeTexts(inputs: inputs, tokenizer: tokenizer, special: special, givesIDs: ids)
        return try routes.printsJSON ? texts.printJSON() : texts.printText()
    }

    private func tokenizer() throws -> Tokenizer {
        guard let model else { return try Tokenizer.encoding(encoding ?? "o200k_base") }
        let (table, tokenizers) = try routes.load()
        return try Tokenizer.model(model, in: table, tokenizers)
    }
}
