import Foundation
import Testing
import WaybillInterchange

/// What `docs/request.md` says, held against what is read and written.
struct RequestDocumentationTests {
    private let page: String

    init() throws {
        let root = URL(filePath: #filePath).appending(path: "../../../..").standardized
        page = try String(contentsOf: root.appending(path: "docs/request.md"), encoding: .utf8)
    }

    @Test func theExampleIsARequestAndComesBackTheSame() throws {
        let blocks = page.components(separatedBy: "\n```json\n").dropFirst()
        #expect(blocks.count == 1)
        let text = try #require(blocks.first?.components(separatedBy: "\n```").first)
        let request = try ModelRequest(jsonText: text)
        #expect(request.workload == "support-chat")
        #expect(request.conversation.count == 4)
        let written = request.json.text()
        let read = try ModelRequest(jsonText: written)
        #expect(read == request)
        #expect(read.json.text() == written)
    }

    @Test func everyMemberIsExplained() throws {
        let members = try #require(ModelRequestTests.everything.json.objectValue).map(\.key)
        #expect(members.count > 20)
        for member in members { #expect(page.contains("`\(member)`"), "the member \(member)") }
    }
}
