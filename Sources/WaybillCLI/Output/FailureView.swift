import Waybill

/// A failed call for people: the sentence, and below it what every attempt did.
struct FailureView {
    let failure: ModelFailure
    let look: Look

    var text: String {
        // The attempts follow below, one a line; the sentence need not list them too.
        var bare = failure
        bare.route = nil
        var result = look.error("\(bare)")
        if let route = failure.route, !route.attempts.isEmpty {
            result += AttemptList(route: route, look: look).text
            var name = FactList()
            if let id = route.id { name.add("call", id.description, look.dim) }
            result += name.text(indent: 2, labelWidth: AttemptList.labelWidth, look)
        }
        return result
    }
}
