import ArgumentParser
import Dispatch
import Waybill

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Runs the command that the arguments name, and turns every way it can end into text and an exit code.
@main
enum EntryPoint {
    static func main() async {
        // A reader that closes its end early must not kill the process: the call is to end in order.
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    private static func run(_ arguments: [String]) async -> ExitCode {
        if arguments.first == "send" {
            // An answer is counted while it comes, nearly always by these tables: they are made while arguments and files are read.
            DispatchQueue.global(qos: .userInitiated).async { TokenEncoding.o200kBase.prepare() }
        }
        do {
            var command = try parse(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return .success
        } catch {
            let wantsJSON = arguments.prefix { $0 != "--" }.contains("--json")
            return ErrorReport(error).show(asJSON: wantsJSON)
        }
    }

    private static func parse(_ arguments: [String]) throws -> any ParsableCommand {
        let names = WaybillCommand.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard let word = arguments.first, !word.hasPrefix("-"), !names.contains(word) else {
            return try WaybillCommand.parseAsRoot(arguments)
        }
        // The parser would only call the word unexpected.
        let hint = nearestWord(to: word, among: names).map { "did you mean '\($0)'?" } ?? "there are \(names.joined(separator: ", "))."
        throw ValidationError("There is no command '\(word)'; \(hint)")
    }
}
