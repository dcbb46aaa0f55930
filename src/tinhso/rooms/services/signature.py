"""Results signed as PAdES, and checked again by anybody.

Takes a PDF and the key and certificate of an agency; gives the PDF signed to PAdES baseline B, and for any PDF a
`Verdict`: whether it is whole, who signed it, whether that signer belongs to a trusted authority. `make_test_authority`
makes the invented authority of demonstrations and tests; a real one, and time stamps, come from a licensed provider.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

TEST_AUTHORITY_NAME = "tinhso test authority (invented)"
FIELD_NAME = "Result"
FIRST_DAY = datetime(2020, 1, 1, tzinfo=UTC)
LIFE = timedelta(days=3650 * 3)


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its certificate and that of the authority that issued it, all in PEM."""

    key_pem: bytes
    certificate_pem: bytes
    authority_pem: bytes


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of a PDF found; `signer` and `signed_at` as the signature says, empty without one.

    `whole`: no byte changed after signing. `trusted`: the signer's certificate leads to a given authority.
    """

    signed: bool
    whole: bool = False
    trusted: bool = False
    signer: str = ""
    signed_at: datetime | None = None

    @property
    def good(self) -> bool:
        """Whether the paper can be relied on."""
        return self.signed and self.whole and self.trusted


def make_test_authority(agency: str) -> SigningKey:
    """A key for an agency under a fresh invented authority; for demonstrations and tests only."""
    root_key, agency_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name, name = _name(TEST_AUTHORITY_NAME), _name(agency)
    root = _certificate(root_name, root_name, root_key.public_key(), root_key, authority=True)
    certificate = _certificate(name, root_name, agency_key.public_key(), root_key, authority=False)
    encoding = serialization.Encoding.PEM
    key_pem = agency_key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return SigningKey(key_pem, certificate.public_bytes(encoding), root.public_bytes(encoding))


def sign(document: bytes, key: SigningKey, reason: str) -> bytes:
    """The PDF with one signature over all of it; raises ValueError when it is no PDF, or signed already.

    The signature tells the moment of signing by the machine's own clock: signing is an act, not a computation.
    """
    if verify(document, []).signed:
        raise ValueError("The document is signed already: sign the one before it.")
    registry = SimpleCertificateStore()
    registry.register_multiple(load_certs_from_pemder_data(key.authority_pem))
    signer = signers.SimpleSigner(
        signing_cert=next(load_certs_from_pemder_data(key.certificate_pem)),
        signing_key=load_private_key_from_pemder_data(key.key_pem, passphrase=None),
        cert_registry=registry,
    )
    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD_NAME,
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=reason,
    )
    stream = BytesIO()
    pdf_signer = signers.PdfSigner(metadata, signer)
    pdf_signer.sign_pdf(IncrementalPdfFileWriter(BytesIO(document)), output=stream)
    return stream.getvalue()


def verify(document: bytes, authorities_pem: list[bytes]) -> Verdict:
    """Check the first signature of a PDF against trusted authorities; raises ValueError when it is no PDF."""
    try:
        signatures = PdfFileReader(BytesIO(document)).embedded_signatures
    except PdfError as error:
        raise ValueError("This file is no PDF, or it is damaged. Download it again.") from error
    if not signatures:
        return Verdict(signed=False)
    roots = [root for authority in authorities_pem for root in load_certs_from_pemder_data(authority)]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, revocation_mode="soft-fail")
    status = validate_pdf_signature(signatures[0], context)
    return Verdict(
        signed=True,
        whole=bool(status.intact and status.valid),
        trusted=bool(status.trusted),
        signer=status.signing_cert.subject.native.get("common_name", ""),
        signed_at=status.signer_reported_dt,
    )


def _name(text: str) -> x509.Name:
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "VN")
    return x509.Name([country, x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: ec.EllipticCurvePublicKey,
    issuer_key: ec.EllipticCurvePrivateKey,
    authority: bool,
) -> x509.Certificate:
    usage = x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(FIRST_DAY)
        .not_valid_after(FIRST_DAY + LIFE)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(issuer_key, hashes.SHA256())
    )
