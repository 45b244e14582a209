import Testing
import WaybillRoutes

struct SecretTests {
    @Test func nothingPrintsASecret() {
        let secret = Secret("sk-hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        dump(["key": secret], to: &dumped)
        for text in [
            "\(secret)", String(describing: secret), String(reflecting: secret), "\([secret])", "\(Optional(secret) as Any)", dumped,
        ] {
            #expect(!text.contains("hunter2"), "\(text)")
        }
        #expect("\(secret)" == "•••")
        #expect(secret.revealed == "sk-hunter2")
    }

    @Test func aReferenceNamesItsPlaceAndNoArguments() {
        #expect("\(SecretReference.environment("KEY"))" == "the environment variable KEY")
        let command = SecretReference.command(["vault", "--token=hunter2"])
        #expect("\(command)" == "the command 'vault'")
        var dumped = ""
        dump(Credential(name: "main", reference: command), to: &dumped)
        #expect(dumped.contains("vault") && !dumped.contains("hunter2"))
    }
}
