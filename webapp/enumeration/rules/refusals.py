"""Every "no" of the enumeration: 101-149."""

from __future__ import annotations

from webapp.shared.errors import Refusal

_TO_HUB = ("Kembali ke daftar isian", "enumeration.hub")
_TO_HELP = ("Lihat cara lain", "enumeration.help_page")


class PairUnknown(Refusal):
    """The reason is computed from the digits typed alone, never from the register."""

    code = "104"
    status = 422
    message = "NIK dan nomor KK ini belum ada dalam daftar kami (data per %(snapshot)s)."
    next_step = ("Catat keluarga sekarang", "enumeration.unmatched")


class CardNewer(PairUnknown):
    message = "KK Anda terbit %(issued)s, setelah daftar kami dibuat (data per %(snapshot)s)."


class LetterRefused(Refusal):
    code = "105"
    status = 422
    message = "Nomor surat itu tidak cocok. Periksa lagi 10 angkanya di surat, atau kosongkan."
    next_step = None


class WrongPin(Refusal):
    code = "106"
    status = 422
    message = "PIN itu tidak cocok. Periksa lagi, lalu coba sekali lagi."
    next_step = None


class PinUnfit(Refusal):
    code = "107"
    status = 422
    message = "PIN terlalu mudah ditebak. Pakai 6 angka atau lebih, bukan angka berurutan, berulang, atau bagian NIK."
    next_step = None


class DoorClosed(Refusal):
    """`opens` names the next open door in words."""

    code = "108"
    status = 403
    message = "Bagian ini belum dibuka atau sudah ditutup. %(opens)s"
    next_step = _TO_HELP


class AlreadyRecorded(Refusal):
    code = "109"
    status = 409
    message = "Keluarga ini sudah tercatat. Terima kasih. Bila ada yang keliru, hubungi kantor kecamatan."
    next_step = _TO_HELP


class NotComplete(Refusal):
    code = "110"
    status = 422
    message = "Masih ada bagian yang belum diisi. Lengkapi dulu, lalu kirim."
    next_step = ("Lihat yang belum lengkap", "enumeration.summary")


class PageChanged(Refusal):
    """Somebody else saved the same page in between; the view shows both."""

    code = "111"
    status = 409
    message = "Halaman ini sudah diubah dari tempat lain. Periksa isiannya, lalu simpan sekali lagi."
    next_step = None


class UnknownMember(Refusal):
    code = "112"
    status = 404
    message = "Anggota ini tidak ada dalam daftar keluarga Anda."
    next_step = _TO_HUB


class UnknownReceipt(Refusal):
    code = "113"
    status = 404
    message = "Nomor tanda terima itu tidak terdaftar. Periksa lagi angkanya."


class StartFirst(Refusal):
    """The page behind the sign-in was opened without it, or the sign-in has ended."""

    code = "114"
    status = 401
    message = "Silakan mulai dari halaman awal: masukkan NIK dan nomor KK."
    next_step = ("Mulai", "enumeration.start")


class VillageMissing(Refusal):
    code = "115"
    status = 422
    message = "Pilih desa atau kelurahan tempat keluarga tinggal."
    next_step = None


class RtUnreadable(Refusal):
    code = "116"
    status = 422
    message = "Tulis RT dengan angka 1 sampai 99, misalnya 3."
    next_step = None


class PhoneRefused(Refusal):
    code = "117"
    status = 422
    message = "Nomor HP itu tidak dapat dibaca. Tulis seperti 0812 3456 7890, atau kosongkan."
    next_step = None


class SubDistrictMissing(Refusal):
    code = "118"
    status = 422
    message = "Pilih kecamatan tempat keluarga tinggal."
    next_step = None


class ConsentMissing(Refusal):
    code = "119"
    status = 422
    message = "Centang persetujuan SMS, atau kosongkan nomor HP."
    next_step = None


class FamilyNotSettled(Refusal):
    """A member who stands in the register cannot be removed, only marked as not living here."""

    code = "121"
    status = 422
    message = "Anggota dari daftar tidak dapat dihapus. Pilih keadaannya, misalnya pindah atau meninggal."
    next_step = _TO_HUB
