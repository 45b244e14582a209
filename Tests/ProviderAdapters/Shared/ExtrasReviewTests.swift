import Testing
import WaybillInterchange

@testable import WaybillProviderAdapters

struct ExtrasReviewTests {
    private func review(_ extras: [AdapterName: JSONObject], requires: Bool = false) -> ExtrasReview {
        var request = ModelRequest("Hi", workload: "test")
        request.extras = extras
        request.requiresExtras = requires
        return ExtrasReview(request, for: .openAIChat, reserved: ["model"])
    }

    @Test func whatExtrasCannotChangeIsReported() {
        #expect(review([.openAIChat: ["other": 1, "model": "n"]]).adjustments.map(\.subject) == ["extras.model"])
        #expect(review([:]).adjustments.isEmpty)
    }

    @Test func extrasForOthersArePassedOver() {
        let review = review([.openAIChat: ["seed": 1], .openAIResponses: ["top_k": 1], .openAICompatible: ["top_k": 1]])
        #expect(review.adjustments.map(\.subject) == ["extras.openai-compatible", "extras.openai-responses"])
        #expect(review.obstacle == nil)
    }

    @Test func whatARequestCannotDoWithoutIsAnObstacleForOthers() {
        let review = review([.openAIResponses: ["top_k": 1, "mood": "calm"], .openAICompatible: ["top_k": 1]], requires: true)
        #expect(review.obstacle == "its API has no 'mood', 'top_k', which the request needs")
        #expect(review.adjustments.isEmpty)
    }

    @Test func extrasForSeveralAreWaysToSayTheSame() {
        let review = review([.openAIChat: ["top_k": 1], .openAICompatible: ["top_k": 1]], requires: true)
        #expect(review.obstacle == nil)
        #expect(review.adjustments.isEmpty)
    }

    @Test func aMemberThatCannotBeSetIsAnObstacleWhereItIsNeeded() {
        let obstacle = review([.openAIChat: ["model": "n"]], requires: true).obstacle
        #expect(obstacle == "'model' cannot be set: this member is Waybill's own and cannot be set by vendor extras")
    }

    @Test func aRequestWithoutExtrasNeedsNone() {
        #expect(review([:], requires: true).obstacle == nil)
    }
}
