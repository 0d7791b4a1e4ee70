"""Given names as people of Blora of three generations bear them; word lists of our own, nobody's register."""

from __future__ import annotations

from random import Random


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_OLD_MEN = _words("""
Sukiman Ngatman Wagiman Paijan Sakimin Kasmin Tukimin Suparman Sarmidi Kasdi Wakidi Sumarto Karsono
Sutarno Jumadi Rakiman Lasimin Parman Samijan Rebo Legimin Darmo Karto Wiryo Sastro Suharto Sumadi Rusdi
Kardi Suwito Mardi Ngadiman Saniman Ponidi Kamidi Sudarmo Marto Soleh Mukri Sarjan Jasman Kusno Tarmuji
Lamidi
""")
_OLD_WOMEN = _words("""
Sumirah Ngatmi Wagiyem Painem Sakinem Kasmirah Tukinem Suparmi Sarmi Kasmi Wakinah Sumarni Karsi Sutini
Jumirah Rakinem Lasmi Parmi Saminah Rebi Legiyem Darmi Kartini Wiji Sastri Suharti Suminah Rusmini
Kardinah Suwarti Mardiyah Ngadinem Sarinem Poniyem Kaminah Sudarmi Martini Siti Mukinah Sarijem Jasmi
Kusniah Tarmi Lamirah
""")
_MID_MEN = _words("""
Sutrisno Suyanto Slamet Sugeng Bambang Joko Agus Budi Eko Heru Hariyanto Supriyadi Wahyono Sunardi
Suroso Mulyono Purwanto Widodo Priyono Triyono Yulianto Edy Sigit Teguh Kusnadi Sukarno Nurhadi Mashudi
Rohmad Sholikin Zaenal Kasturi Siswanto Pujiono Hartono Gunawan Dwi Tri Catur Rudi Imam Sunarto Supardi
Lilik
""")
_MID_WOMEN = _words("""
Sri Siti Endang Sumiati Suparti Wahyuni Purwati Lestari Rahayu Kustini Sulastri Yuliani Ningsih Hartini
Mulyani Widayati Nur Nurul Tutik Indah Dewi Ernawati Susilowati Kristina Ratna Puji Titik Umi Zulaikah
Lilis Rini Ani Dwi Tri Sundari Suyati Juwariyah Maryati Winarti Iswati Darwati Setyowati Mujiati Asih
""")
_NEW_MEN = _words("""
Muhammad Ahmad Rizky Dimas Bagas Galih Aditya Bayu Fajar Ilham Reza Rafi Raka Arga Dafa Farel Ferdi
Hafiz Iqbal Kevin Naufal Putra Rangga Satria Tegar Wisnu Yoga Zidan Alif Bima Candra Danang Erlangga
Gilang Ibnu Krisna Lutfi Nanda Prasetyo Rendi Surya Vino Yusuf Akmal
""")
_NEW_WOMEN = _words("""
Aisyah Alya Anisa Aulia Ayu Bunga Cahya Citra Della Dinda Elsa Fadila Fitria Gita Hana Intan Jihan
Kirana Laila Maulida Nabila Nadia Naila Novita Oktavia Putri Qonita Rahma Rania Salsa Safira Tasya Tiara
Ulfa Vina Wulan Yuni Zahra Zalfa Amelia Keisha Meisya Nayla Syifa
""")
_MEN_SECOND = _words("""
Santoso Wibowo Saputra Nugroho Setiawan Hidayat Pratama Kurniawan Wijaya Susanto Utomo Prabowo Raharjo
Maulana Ramadhan Firmansyah Ardiansyah Kusuma Purnomo Sanjaya Haryono Basuki Subekti Wicaksono
""")
_WOMEN_SECOND = _words("""
Lestari Rahayu Wulandari Handayani Puspitasari Anggraini Safitri Kusumawati Astuti Utami Pertiwi
Maharani Permatasari Hidayah Fatimah Nuraini Susanti Widyastuti Agustina Ramadhani Oktaviani Khasanah
""")
HAMLETS = _words("""
Krajan Ngrawoh Sendang Kedungsari Ngloram Sumber Bulu Jambean Kalisari Ngelo Karanganyar Tengger
Gunungsari Banjarsari Plosokerep Ngampel Wates Pojok Tanjung Soko Ledok Nglebak Randu Kembang
""")
STREETS = _words("""
Melati Mawar Kenanga Anggrek Cempaka Dahlia Flamboyan Jati Mahoni Trembesi Sonokeling Mendut Arumdalu
Pemuda Gunung Lawu Bengawan Halmahera Taman Makmur Sejahtera Rukun Gotong Royong
""")

# The year from which on a list is in use, its first names, and how often a second name follows.
_MEN = ((1990, _NEW_MEN, 0.94), (1964, _MID_MEN, 0.45), (0, _OLD_MEN, 0.04))
_WOMEN = ((1990, _NEW_WOMEN, 0.94), (1964, _MID_WOMEN, 0.55), (0, _OLD_WOMEN, 0.02))


def given_name(rng: Random, *, female: bool, birth_year: int) -> str:
    """One to three words, as on a family card; old people mostly bear a single name."""
    generations, seconds = (_WOMEN, _WOMEN_SECOND) if female else (_MEN, _MEN_SECOND)
    firsts, often = next((words, often) for since, words, often in generations if birth_year >= since)
    name = rng.choice(firsts)
    if rng.random() >= often:
        return name
    if birth_year >= 2000 and rng.random() < 0.4:
        name += " " + rng.choice(firsts)
    return f"{name} {rng.choice(seconds)}"
