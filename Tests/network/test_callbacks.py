"""Where the built server's callbacks go, seen from the receivers (hazards: fault 36, security tests 47 and 48)."""

import tempfile
import unittest

from world import INNER, PUBLIC, Authority, NameServer, Network, Platform, Receivers

# Every name that an app may set, and that leads to where no callback may go.
INWARD = {f"inner{number}.example.com": [address] for number, address in enumerate(INNER)} | {
    "this-machine.example.com": ["127.0.0.1"],
    "this-machine6.example.com": ["::1"],
    "mapped.example.com": ["::ffff:10.0.0.5"],
    "translated.example.com": ["64:ff9b::a00:5"],
    "mixed.example.com": [PUBLIC[0], "10.0.0.5"],
    "mixed6.example.com": [PUBLIC[0], "fd00::1"],
}
ZONE = INWARD | {
    "shop.example.com": [PUBLIC[0]],
    "shop6.example.com": [PUBLIC[1]],
    "rebinding.example.com": [PUBLIC[0]],
    "shop.internal": ["10.0.0.5"],
}
# What a hostile name server says from the second question on.
LATER = {"rebinding.example.com": ["10.0.0.5"]}


class CallbackTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        Network()
        authority = Authority(cls.folder.name, ZONE)
        cls.names = NameServer(cls.folder.name, ZONE, LATER)
        cls.receivers = Receivers(authority.server_context())
        cls.strict = cls.platform("strict")
        cls.open = cls.platform("open", "--callback-http", "true", "--callback-networks", "10.0.0.0/8,fd00::/16")

    @classmethod
    def platform(cls, name, *options):
        platform = Platform(f"{cls.folder.name}/{name}", *options)
        cls.addClassCleanup(platform.close)
        return platform

    def setUp(self):
        self.receivers.connections.clear()
        self.receivers.callbacks.clear()

    def deliver(self, platform, name, url):
        """Pays once, and returns the app and its attempt's status, kind of failure and address."""
        app = platform.app(name, url)
        app.pay(platform)
        return app, platform.attempt(app)

    def test_a_public_receiver_gets_a_callback_that_verifies(self):
        for name, host, dialled in (("v4", "shop", f"{PUBLIC[0]}:443"), ("v6", "shop6", f"[{PUBLIC[1]}]:443")):
            app, attempt = self.deliver(self.strict, name, f"https://{host}.example.com/callback")
            self.assertEqual(attempt, (200, None, dialled))
            address, headers, body = self.receivers.callbacks[-1]
            self.assertIn(address, PUBLIC)
            self.assertEqual(headers["Host"], f"{host}.example.com")
            self.assertTrue(app.verifies(headers, body))
        self.assertTrue(self.receivers.silent(INNER))

    def test_a_name_that_leads_inward_is_never_dialled(self):
        for number, host in enumerate(INWARD):
            with self.subTest(host=host):
                _, attempt = self.deliver(self.strict, f"inward{number}", f"https://{host}/callback")
                self.assertEqual(attempt, (None, "address_refused", None))
        # Neither are the good addresses of such a name: nothing was dialled at all.
        self.assertEqual(self.receivers.connections, {})

    def test_the_address_that_was_checked_is_the_one_that_is_dialled(self):
        app, attempt = self.deliver(self.strict, "rebinding", "https://rebinding.example.com/callback")
        self.assertEqual(attempt, (200, None, f"{PUBLIC[0]}:443"))
        self.assertEqual(self.names.asked("rebinding.example.com"), 1)
        # A server that has not asked yet is told the inner address, and goes nowhere.
        _, attempt = self.deliver(self.fresh("again"), "rebinding", "https://rebinding.example.com/callback")
        self.assertEqual(attempt, (None, "address_refused", None))
        self.assertEqual(self.names.asked("rebinding.example.com"), 2)
        self.assertTrue(self.receivers.silent(INNER))

    def fresh(self, name):
        platform = Platform(f"{self.folder.name}/{name}")
        self.addCleanup(platform.close)
        return platform

    def test_inner_addresses_and_http_are_refused_when_they_are_set(self):
        for address in INNER + ["127.0.0.1", "::1", "::ffff:10.0.0.5"]:
            with self.subTest(address=address):
                host = f"[{address}]" if ":" in address else address
                self.assertIn("callback_url must not have an address", self.strict.refusal(f"https://{host}/"))
        self.assertIn("the setting callback-networks", self.strict.refusal("https://10.0.0.5/"))
        self.assertIn("the setting callback-http", self.strict.refusal("http://shop.example.com/"))
        self.assertIn("the platform itself", self.strict.refusal("https://pay.example.com/"))
        self.assertEqual(self.receivers.connections, {})

    def test_the_operator_can_open_its_own_network(self):
        for name, url, dialled in (
            ("name", "https://shop.internal/callback", "10.0.0.5:443"), ("literal", "https://10.0.0.5/callback", "10.0.0.5:443"),
            ("literal6", "https://[fd00::1]/callback", "[fd00::1]:443"), ("http", "http://shop.internal/callback", "10.0.0.5:80"),
        ):
            with self.subTest(url=url):
                app, attempt = self.deliver(self.open, name, url)
                self.assertEqual(attempt, (200, None, dialled))
                _, headers, body = self.receivers.callbacks[-1]
                self.assertTrue(app.verifies(headers, body))

    def test_what_the_operator_did_not_name_stays_closed(self):
        for number, host in enumerate(["inner1.example.com", "inner2.example.com", "inner3.example.com", "mapped.example.com"]):
            with self.subTest(host=host):
                _, attempt = self.deliver(self.open, f"closed{number}", f"http://{host}/callback")
                self.assertEqual(attempt, (None, "address_refused", None))
        self.assertIn("callback_url must not have an address", self.open.refusal("http://169.254.169.254/"))
        self.assertEqual(self.receivers.connections, {})
