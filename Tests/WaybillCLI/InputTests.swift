import Foundation
import Testing

/// Prompts and files that cannot be read.
struct InputTests {
    @Test func promptOverTheLimitIsRefused() async throws {
        let run = try await CommandRun("head -c 67108865 /dev/zero | waybill route support-chat")
        #expect(run.output.isEmpty)
        #expect(run.errors == "Error: Standard input is larger than 64 MB, which is more than is read.\n")
        #expect(run.exitCode == 1)
    }

    /// For the administrator every file is readable.
    @Test(.enabled(if: geteuid() != 0))
    func unreadableFilesAreNamed() async throws {
        let folder = try TemporaryFolder()
        try folder.write("{}", to: "file")
        let path = folder.url.appending(path: "file").path
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: path)
        for command in ["waybill route --request \(path)", "waybill check --routes \(path)"] {
            let run = try await CommandRun(command)
            #expect((run.output + run.errors).contains("permission denied"))
            #expect(run.exitCode == 1)
        }
    }

    @Test func closedStandardInputIsNoPrompt() async throws {
        let run = try await CommandRun("waybill route support-chat <&-")
        #expect(run.output.contains("prompt       none"))
        #expect(run.exitCode == 0)
    }
}
