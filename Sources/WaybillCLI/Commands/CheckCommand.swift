import ArgumentParser
import Waybill

/// `waybill check`: lints the route files.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Finds everything that is wrong with routes.yaml and the provider files.",
        usage: """
            waybill check [options]
            waybill check --explain CODE
            waybill check --schema routes|provider|keys
            """,
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
              What will have gone wrong by then, of itself?
                waybill check --on 2027-03-01
              With the keys of a gateway, and what they grant:
                waybill check --keys keys.yaml
              What a finding means, by the code at its end:
                waybill check --explain WB030
              A JSON Schema by which an editor completes and checks the files:
                waybill check --schema routes > routes.schema.json
            """)

    @Flag(help: "Fail on warnings too.")
    var strict = false

    @Flag(help: "Show notes too: what is worth knowing, such as a fallback with a smaller window.")
    var notes = false

    @Option(help: ArgumentHelp("Check a gateway's file of keys too.", valueName: "path"))
    var keys: String?

    @Option(help: ArgumentHelp("Explain a code instead of checking anything.", valueName: "code"))
    var explain: String?

    @Option(
        help: ArgumentHelp("Print the JSON Schema of a kind of file instead: routes, provider or keys.", valueName: "kind"),
        transform: { text in
            guard let kind = RouteFileKind(rawValue: text) else { throw ValidationError("The kinds are routes, provider and keys.") }
            return kind
        })
    var schema: RouteFileKind?

    @OptionGroup var day: DayOptions
    @OptionGroup var routes: RoutesOptions

    func validate() throws {
        if explain != nil, schema != nil { throw ValidationError("'--explain' and '--schema' exclude each other.") }
    }

    func run() throws {
        let output = OutputChannel.output
        if let explain { return try self.explain(explain, output) }
        if let schema { return try output.write(schema.schema.text(style: .pretty) + "\n") }
        var inspection = routes.inspect(on: day).inspection
        if let keys { inspection = inspection.adding(CallerFile.read(path: keys)) }
        let findings = CheckResult(inspection: inspection, isStrict: strict)
        if routes.printsJSON {
            try output.write(findings.json)
        } else {
            try output.write(findings.text(path: routes.path, showsNotes: notes, output.look))
        }
        if !findings.isValid { throw ExitCode.failure }
    }

    private func explain(_ text: String, _ output: OutputChannel) throws {
        let code: DiagnosticCode
        do throws(DiagnosticCodeUnknown) {
            code = try DiagnosticCode.find(text)
        } catch {
            throw ValidationError("\(error)")
        }
        if routes.printsJSON {
            try output.write(code.json)
        } else {
            try output.write(ExplanationView(code: code, look: output.look).text)
        }
    }
}
