import Testing

/// What is different where a person is looking.
struct TerminalTests {
    @Test func coloursAreForTerminalsOnly() async throws {
        let shop = try Stage(script: "[ok]")
        #expect(try await TerminalRun("waybill route play hello", in: shop.folder).screen.contains("\u{1B}[32mchosen\u{1B}[0m"))
        for plain in [["NO_COLOR": "1"], ["TERM": "dumb"]] {
            let run = try await TerminalRun("waybill route play hello", in: shop.folder, environment: plain)
            #expect(run.screen.contains("stage/only  chosen"))
            #expect(!run.screen.contains("\u{1B}"))
        }
    }

    @Test func jsonIsIndentedForPeople() async throws {
        let run = try await TerminalRun("waybill route play hello --json", in: try Stage(script: "[ok]").folder)
        #expect(run.screen.hasPrefix("{\n  \"workload\": \"play\",\n"))
    }

    @Test func cutAnswerStartsOverBelowALineThatSaysSo() async throws {
        let stage = try Stage(
            script: "[{text: One two three four five., cut_after: 2}, {text: Six seven.}]", settings: "attempts: 2, on_cut: [restart, fail]"
        )
        let run = try await TerminalRun("waybill send play hello", in: stage.folder, environment: ["NO_COLOR": "1"])
        let lines = run.screen.split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines.first.map { "One two three four five.".hasPrefix($0) } == true)
        #expect(lines.dropFirst().first?.contains("starts over") == true)
        #expect(lines.last == "Six seven.")
    }

    @Test func cutAnswerDoesNotStartOverInAPipe() async throws {
        let stage = try Stage(
            script: "[{text: One two three four five., cut_after: 2}, {text: Six seven.}]", settings: "attempts: 2, on_cut: [restart, fail]"
        )
        let run = try await StartedCommand("waybill send play hello", in: stage.folder).end()
        #expect("One two three four five.\n".hasPrefix(run.output.dropLast()))
        #expect(run.errors.hasPrefix("Error: "))
        #expect(run.exitCode == 1)
    }

    @Test func answersCannotControlTheTerminal() async throws {
        let stage = try Stage(script: #"[{text: "\e[31mred\e]0;title\a and\tblue"}]"#)
        let run = try await TerminalRun("waybill send play hello", in: stage.folder)
        #expect(run.screen == "[31mred]0;title and\tblue\n")
        #expect(
            try await StartedCommand("waybill send play hello", in: stage.folder).end().output
                == "\u{1B}[31mred\u{1B}]0;title\u{7} and\tblue\n")
    }
}

/// A folder with one workload, `play`, that a rehearsal serves.
private struct Stage {
    let folder: TemporaryFolder

    init(script: String, settings: String = "attempts: 1") throws {
        folder = try TemporaryFolder()
        try folder.write("workloads:\n  play: {models: [stage/only], \(settings)}\n", to: "routes.yaml")
        try folder.write("api: rehearsal\nscript: \(script)\nmodels: {only: {}}\n", to: "providers/stage.yaml")
    }
}
