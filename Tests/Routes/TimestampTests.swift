import Testing
import WaybillRoutes

struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"), (-1, "1969-12-31T23:59:59.999999Z"), (1_790_000_000_123_456, "2026-09-21T14:13:20.123456Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"), (1_795_262_400_250_000, "2026-11-21T12:00:00.250000Z"),
    ])
    func momentsAreWrittenToTheMicrosecond(microseconds: Int64, text: String) {
        #expect(Duration.microseconds(microseconds).timestamp == text)
    }
}
