import Testing
import WaybillInterchange

struct JSONFormatErrorTests {
    private static let text = """
        {
          "models": [
            {"model": "a/b", "size": {"x.y": 1}},
            {"ä": 2, "model": 3}
          ],
          "model": null
        }
        """

    @Test(arguments: [
        (JSONPath.root, 1, 1), (.root["models"], 2, 13), (.root["models"][0], 3, 5), (.root["models"][1]["model"], 4, 23),
        (.root["models"][0]["size"]["x.y"], 3, 38), (.root["model"], 6, 12),
        // What is missing is missing in what is there.
        (.root["models"][0]["size"]["z"], 3, 30), (.root["models"][7]["model"], 2, 13), (.root["mode"], 1, 1),
    ])
    func thePlaceIsThatOfTheValueOrOfTheInnermostAroundIt(path: JSONPath, line: Int, column: Int) {
        let place = JSONFormatError(path, "is not a number").place(in: Array(Self.text.utf8))
        #expect(place == (line, column))
    }

    @Test func inWhatIsNoJSONThePlaceIsNotBeyondTheFault() {
        let place = JSONFormatError(.root["b"], "is not a number").place(in: Array(#"{"a": 1, } "b": 2"#.utf8))
        #expect(place == (1, 1))
    }
}
