import ArgumentParser
import Waybill

/// `waybill check`: lints the route files.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Finds everything that is wrong with routes.yaml and the provider files.",
        discussion: """
            Every problem is shown at once, with its line. Errors cannot work: unknown \
            or misspelled keys and models, wrong types, missing units, a key written \
            into a file. Warnings work, but hardly as meant: a model near its shutdown, \
            a provider that nothing uses, an environment variable with a key that is \
            not set. No key is read and nothing is sent.

            EXAMPLES:
              Before a commit:
                waybill check
              In CI, where warnings fail the build:
                waybill check --strict --routes deploy/routes.yaml
            """)

    @Flag(help: "Fail on warnings too.")
    var strict = false

    @Flag(help: "Show notes too: what is worth knowing, such as a fallback with a smaller window.")
    var notes = false

    @OptionGroup var routes: RoutesOptions

    func run() throws {
        let findings = CheckResult(inspection: routes.inspect().inspection, isStrict: strict)
        let output = OutputChannel.output
        if routes.printsJSON {
            try output.write(findings.json)
        } else {
            try output.write(findings.text(path: routes.path, showsNotes: notes, output.look))
        }
        if !findings.isValid { throw ExitCode.failure }
    }
}
