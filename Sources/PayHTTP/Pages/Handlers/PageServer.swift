import HTTPTypes
import Hummingbird
import Logging
import PayCore
import PayDomain

/// How every page is served: who asks is found out, a form is checked before it is acted on, and whatever goes wrong becomes a page with
/// a plain sentence.
struct PageServer: Sendable {
    let answers: PageAnswers
    let cookies: PageCookies
    let sessions: PageSessions
    private let platform: Platform
    private let proxies: TrustedProxies

    /// - Parameter proxies: whose word about a caller's address is believed.
    /// - Throws: the error of a template that is broken.
    init(_ platform: Platform, proxies: TrustedProxies) throws {
        self.platform = platform
        self.proxies = proxies
        let isSecure = platform.settings.publicURL.hasPrefix("https://")
        answers = try PageAnswers(isSecure: isSecure)
        cookies = PageCookies(isSecure: isSecure)
        sessions = PageSessions(platform, answers: answers, cookies: cookies)
    }

    /// Answers a GET.
    ///
    /// - Parameter address: what the page knows of its address.
    func show(
        _ request: Request, _ context: PayContext, at address: PageAddress.Form,
        _ body: (PageRequest) async throws -> Response
    ) async -> Response {
        var page = pageRequest(request, context, address)
        do {
            _ = try platform.directory.trusted()
            try await page.findUser(platform)
            return remembering(page, try await body(page))
        } catch {
            return remembering(page, failed(error, page, context, moneyMayHaveMoved: false))
        }
    }

    /// Answers a POST, once its form has shown that it was made for this browser.
    func submit(
        _ request: Request, _ context: PayContext, at address: PageAddress.Form,
        _ body: (PageForm, PageRequest) async throws -> Response
    ) async -> Response {
        var page = pageRequest(request, context, address)
        var isConfirming = false
        do {
            _ = try platform.directory.trusted()
            try await page.findUser(platform)
            let form = try await PageForm(request)
            guard sessions.isValid(form, for: page) else { return answers.page(.ending(.formExpired), for: page) }
            isConfirming = form.action == .confirm
            return try await body(form, page)
        } catch {
            return failed(error, page, context, moneyMayHaveMoved: isConfirming)
        }
    }

    private func pageRequest(_ request: Request, _ context: PayContext, _ address: PageAddress.Form) -> PageRequest {
        let caller = proxies.callerAddress(peer: context.remoteAddress, headers: request.headers)
        return PageRequest(request, from: caller, at: address, cookies: cookies)
    }

    private func remembering(_ page: PageRequest, _ answer: Response) -> Response {
        var answer = answer
        for cookie in page.languageCookies(cookies) { answer.headers.append(HTTPField(name: .setCookie, value: cookie)) }
        return answer
    }

    private func failed(_ error: any Error, _ page: PageRequest, _ context: PayContext, moneyMayHaveMoved: Bool) -> Response {
        let ending: PageEnding
        switch error {
        case is PageForm.Unreadable: ending = .badRequest
        case let refusal as Refusal where refusal == .bodyTooLarge: ending = .formTooLarge
        case PaymentObstacle.codeUnknown: ending = .linkUnknown
        case is LoginPage.LinkBroken: ending = .loginLinkBroken
        // Refused before anything was done.
        case PaymentObstacle.busy, is DirectoryUnconfirmed: ending = .unavailable
        case let error as PlatformError where error.code == .tooFrequent: ending = .unavailable
        case is TooManyAccountChanges: ending = .unavailable
        case let failure as any StoreFailure where failure.kind != .unknown:
            context.logger.error("The store failed a page", metadata: ["path": "\(page.address.path)", "error": "\(failure)"])
            ending = .unavailable
        default:
            context.logger.error("A page failed unexpectedly", metadata: ["path": "\(page.address.path)", "error": "\(error)"])
            ending = .internalError(reference: context.id, moneyMayHaveMoved: moneyMayHaveMoved)
        }
        return answers.page(.ending(ending), for: page)
    }
}
