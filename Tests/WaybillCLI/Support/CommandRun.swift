import Foundation

/// One run of a shell command in which `waybill` is the binary that was built with these tests.
struct CommandRun {
    let output: String
    let errors: String
    let exitCode: Int32

    /// Runs a command with `/bin/sh` to its end.
    ///
    /// - Parameters:
    ///   - folder: The working folder.
    ///   - environment: Variables beside `PATH`; nothing else is inherited.
    init(_ command: String, in folder: URL = Fixture.folder("Shop"), environment: [String: String] = [:]) throws {
        let started = try StartedCommand(command, in: folder, environment: environment)
        self = try started.end()
    }

    fileprivate init(output: String, errors: String, exitCode: Int32) {
        self.output = output
        self.errors = errors
        self.exitCode = exitCode
    }
}

/// A shell command under way; what it prints goes to files, so that it never waits for a reader.
struct StartedCommand {
    private let process = Process()
    private let folder: TemporaryFolder
    private let workingFolder: TemporaryFolder?

    /// Starts a command in a temporary folder, which lives as long as this value.
    init(_ command: String, in workingFolder: TemporaryFolder, environment: [String: String] = [:]) throws {
        try self.init(command, in: workingFolder.url, keeping: workingFolder, environment: environment)
    }

    /// Starts a command in a folder.
    init(_ command: String, in workingFolder: URL = Fixture.folder("Shop"), environment: [String: String] = [:]) throws {
        try self.init(command, in: workingFolder, keeping: nil, environment: environment)
    }

    private init(_ command: String, in path: URL, keeping workingFolder: TemporaryFolder?, environment: [String: String]) throws {
        self.workingFolder = workingFolder
        folder = try TemporaryFolder()
        try folder.write("", to: "output")
        try folder.write("", to: "errors")
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.currentDirectoryURL = path
        process.environment = environment.merging(["PATH": "\(BuiltProducts.folder.path):/usr/bin:/bin"]) { own, _ in own }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: folder.url.appending(path: "output"))
        process.standardError = try FileHandle(forWritingTo: folder.url.appending(path: "errors"))
        try process.run()
    }

    /// The file with what was printed on standard output so far.
    var outputFile: URL { folder.url.appending(path: "output") }

    /// Sends SIGINT, as Ctrl-C does.
    ///
    /// The command must begin with `exec`, so that the shell is not in between.
    func interrupt() { process.interrupt() }

    /// Waits for the end.
    func end() throws -> CommandRun {
        process.waitUntilExit()
        return CommandRun(output: try text("output"), errors: try text("errors"), exitCode: process.terminationStatus)
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.url.appending(path: name)), as: UTF8.self)
    }
}
