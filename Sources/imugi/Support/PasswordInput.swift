import ArgumentParser
import Foundation

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Where passwords come from. Never from the command line itself, which every user of the machine can read.
enum PasswordInput {
    /// Asks for a password twice, without showing it.
    ///
    /// - Parameter mayBeEmpty: whether an empty answer stands for none.
    /// - Throws: `ValidationError` if nobody can be asked or the two answers differ.
    static func ask(_ what: String, mayBeEmpty: Bool = false) throws -> String? {
        guard isatty(STDIN_FILENO) == 1 else {
            throw ValidationError("There is no terminal to ask for a password at. Use --password-stdin or --password-file FILE.")
        }
        let password = try hidden("\(what)\(mayBeEmpty ? " (empty for none)" : ""): ")
        if password.isEmpty, mayBeEmpty { return nil }
        guard try hidden("\(what), again: ") == password else { throw ValidationError("The two are not the same. Nothing was done.") }
        return password
    }

    /// The next line of the standard input, or `nil` at its end.
    static func line() -> String? { readLine(strippingNewline: true) }

    /// The first line of a file.
    static func file(_ path: String) throws -> String {
        do {
            let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
            return String(text.prefix { !$0.isNewline })
        } catch {
            throw ValidationError("The file \(path) cannot be read: \(error.localizedDescription)")
        }
    }

    private static func hidden(_ prompt: String) throws -> String {
        FileHandle.standardError.write(Data(prompt.utf8))
        var shown = termios()
        guard tcgetattr(STDIN_FILENO, &shown) == 0 else { throw ValidationError("The terminal cannot be told to hide what is typed.") }
        var hidden = shown
        hidden.c_lflag &= ~tcflag_t(ECHO)
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden) == 0 else {
            throw ValidationError("The terminal cannot be told to hide what is typed.")
        }
        defer {
            // If this fails there is nothing else to try.
            _ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &shown)
            FileHandle.standardError.write(Data("\n".utf8))
        }
        return line() ?? ""
    }
}

/// How a command that sets one password is given it.
struct PasswordOptions: ParsableArguments {
    @Flag(help: "Read the password from the first line of the standard input.")
    var passwordStdin = false

    @Option(help: ArgumentHelp("Read the password from the first line of a file.", valueName: "file"))
    var passwordFile: String?

    /// - Parameter what: how the prompt calls it.
    func password(_ what: String) throws -> String {
        switch (passwordStdin, passwordFile) {
        case (true, _?): throw ValidationError("--password-stdin and --password-file exclude each other.")
        case (true, nil): return PasswordInput.line() ?? ""
        case (false, let path?): return try PasswordInput.file(path)
        case (false, nil): return try PasswordInput.ask(what) ?? ""
        }
    }
}
