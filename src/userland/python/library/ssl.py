"""The ssl module as far as programs need it to start: its names, and contexts to be configured. A connection is refused:
TLS is not simulated, and nothing here pretends to have encrypted anything."""

import enum
import socket as _socket

HAS_TLSv1_3 = HAS_TLSv1_2 = HAS_SNI = HAS_ALPN = True
HAS_SSLv2 = HAS_SSLv3 = HAS_NPN = HAS_PSK = HAS_NEVER_CHECK_COMMON_NAME = False
OPENSSL_VERSION = "OpenSSL 3.5.4 30 Sep 2025"
OPENSSL_VERSION_INFO = (3, 5, 0, 4, 0)
OPENSSL_VERSION_NUMBER = 0x30500040


def _names(kind, name, values):
    made = kind(name, values, module=__name__)
    globals().update(made.__members__)
    return made


VerifyMode = _names(enum.IntEnum, "VerifyMode", {"CERT_NONE": 0, "CERT_OPTIONAL": 1, "CERT_REQUIRED": 2})
VerifyFlags = _names(
    enum.IntFlag,
    "VerifyFlags",
    {
        "VERIFY_DEFAULT": 0,
        "VERIFY_CRL_CHECK_LEAF": 4,
        "VERIFY_CRL_CHECK_CHAIN": 12,
        "VERIFY_X509_STRICT": 32,
        "VERIFY_X509_TRUSTED_FIRST": 32768,
        "VERIFY_X509_PARTIAL_CHAIN": 524288,
    },
)
_SSLMethod = _names(
    enum.IntEnum,
    "_SSLMethod",
    {
        "PROTOCOL_TLS": 2,
        "PROTOCOL_TLSv1": 3,
        "PROTOCOL_TLSv1_1": 4,
        "PROTOCOL_TLSv1_2": 5,
        "PROTOCOL_TLS_CLIENT": 16,
        "PROTOCOL_TLS_SERVER": 17,
    },
)
PROTOCOL_SSLv23 = _SSLMethod.PROTOCOL_TLS
Options = _names(
    enum.IntFlag,
    "Options",
    {
        "OP_ALL": 0x80000050,
        "OP_NO_SSLv2": 0,
        "OP_NO_SSLv3": 0x2000000,
        "OP_NO_TLSv1": 0x4000000,
        "OP_NO_TLSv1_1": 0x10000000,
        "OP_NO_TLSv1_2": 0x8000000,
        "OP_NO_TLSv1_3": 0x20000000,
        "OP_NO_COMPRESSION": 0x20000,
        "OP_NO_TICKET": 0x4000,
        "OP_NO_RENEGOTIATION": 0x40000000,
        "OP_CIPHER_SERVER_PREFERENCE": 0x400000,
        "OP_SINGLE_DH_USE": 0,
        "OP_SINGLE_ECDH_USE": 0,
        "OP_IGNORE_UNEXPECTED_EOF": 0x80,
        "OP_ENABLE_KTLS": 0x8,
        "OP_LEGACY_SERVER_CONNECT": 0x4,
    },
)


class TLSVersion(enum.IntEnum):
    MINIMUM_SUPPORTED = -2
    SSLv3 = 768
    TLSv1 = 769
    TLSv1_1 = 770
    TLSv1_2 = 771
    TLSv1_3 = 772
    MAXIMUM_SUPPORTED = -1


class Purpose(enum.Enum):
    SERVER_AUTH = "1.3.6.1.5.5.7.3.1"
    CLIENT_AUTH = "1.3.6.1.5.5.7.3.2"


class SSLError(OSError):
    """An error in the SSL implementation."""

    library = reason = None


class SSLZeroReturnError(SSLError):
    pass


class SSLWantReadError(SSLError):
    pass


class SSLWantWriteError(SSLError):
    pass


class SSLSyscallError(SSLError):
    pass


class SSLEOFError(SSLError):
    pass


class SSLCertVerificationError(SSLError, ValueError):
    pass


CertificateError = SSLCertVerificationError


def _refuse():
    raise SSLError("drydock: not simulated: TLS")


class SSLSession:
    pass


class SSLObject:
    def __init__(self, *_, **__):
        raise TypeError("%s does not have a public constructor." % type(self).__name__)


class SSLSocket(_socket.socket):
    def __init__(self, *_, **__):
        raise TypeError("%s does not have a public constructor." % type(self).__name__)


class MemoryBIO:
    def __init__(self):
        _refuse()


class SSLContext:
    sslsocket_class = SSLSocket
    sslobject_class = SSLObject

    def __init__(self, protocol=None):
        self.protocol = PROTOCOL_TLS if protocol is None else protocol  # noqa: F821
        is_client = self.protocol == _SSLMethod.PROTOCOL_TLS_CLIENT
        self.check_hostname = is_client
        self.verify_mode = VerifyMode.CERT_REQUIRED if is_client else VerifyMode.CERT_NONE
        self.verify_flags = VerifyFlags.VERIFY_X509_TRUSTED_FIRST
        self.options = Options.OP_ALL | Options.OP_NO_SSLv3
        self.minimum_version = TLSVersion.TLSv1_2
        self.maximum_version = TLSVersion.MAXIMUM_SUPPORTED
        self.post_handshake_auth = False
        self.keylog_filename = None
        self.sni_callback = None

    def _accept(self, *_, **__):
        """What only a connection would read."""

    set_ciphers = set_alpn_protocols = set_ecdh_curve = set_default_verify_paths = load_default_certs = _accept
    load_verify_locations = set_servername_callback = _accept

    def load_cert_chain(self, certfile, keyfile=None, password=None):
        for path in (certfile, keyfile):
            if path is not None:
                open(path, "rb").close()

    def get_ca_certs(self, binary_form=False):
        return []

    def get_ciphers(self):
        return []

    def cert_store_stats(self):
        return {"x509": 0, "crl": 0, "x509_ca": 0}

    def wrap_socket(self, sock, *_, **__):
        _refuse()

    def wrap_bio(self, *_, **__):
        _refuse()


def create_default_context(purpose=Purpose.SERVER_AUTH, *, cafile=None, capath=None, cadata=None):
    if not isinstance(purpose, Purpose):
        raise TypeError(purpose)
    is_client = purpose == Purpose.SERVER_AUTH
    return SSLContext(_SSLMethod.PROTOCOL_TLS_CLIENT if is_client else _SSLMethod.PROTOCOL_TLS_SERVER)


def _create_unverified_context(protocol=None, **_):
    context = SSLContext(_SSLMethod.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = VerifyMode.CERT_NONE
    return context


_create_default_https_context = create_default_context
_create_stdlib_context = _create_unverified_context


def get_server_certificate(addr, *_, **__):
    _refuse()


def match_hostname(cert, hostname):
    _refuse()


def get_default_verify_paths():
    _refuse()
