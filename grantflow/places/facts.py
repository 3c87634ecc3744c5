"""The facts of the twelve regions and the 43 force areas, restated; written to the database by a migration.

Which force areas make up which region: Ministry of Justice, from the code of its refer-and-monitor service
(MIT licence, Crown copyright 2020). Codes and names of force areas: Source: Office for National Statistics licensed
under the Open Government Licence v.3.0. Contains OS data, Crown copyright and database right 2024. Welsh names were
typed by hand and await a Welsh reader.
"""

# Probation has had these twelve regions since the unified service began, in June 2021.
REGIONS_FROM = "2021-06-28"

# Letter, slug, name, Welsh name.
REGIONS: list[tuple[str, str, str, str | None]] = [
    ("A", "north-east", "North East", None),
    ("B", "north-west", "North West", None),
    ("C", "yorkshire-and-the-humber", "Yorkshire and the Humber", None),
    ("D", "wales", "Wales", "Cymru"),
    ("E", "west-midlands", "West Midlands", None),
    ("F", "east-midlands", "East Midlands", None),
    ("G", "south-west", "South West", None),
    ("H", "south-central", "South Central", None),
    ("I", "east-of-england", "East of England", None),
    ("J", "london", "London", None),
    ("K", "kent-surrey-and-sussex", "Kent, Surrey and Sussex", None),
    ("L", "greater-manchester", "Greater Manchester", None),
]

# ONS code, name, Welsh name, letter of the region.
FORCE_AREAS: list[tuple[str, str, str | None, str]] = [
    ("E23000001", "Metropolitan Police", None, "J"),
    ("E23000002", "Cumbria", None, "B"),
    ("E23000003", "Lancashire", None, "B"),
    ("E23000004", "Merseyside", None, "B"),
    ("E23000005", "Greater Manchester", None, "L"),
    ("E23000006", "Cheshire", None, "B"),
    ("E23000007", "Northumbria", None, "A"),
    ("E23000008", "Durham", None, "A"),
    ("E23000009", "North Yorkshire", None, "C"),
    ("E23000010", "West Yorkshire", None, "C"),
    ("E23000011", "South Yorkshire", None, "C"),
    ("E23000012", "Humberside", None, "C"),
    ("E23000013", "Cleveland", None, "A"),
    ("E23000014", "West Midlands", None, "E"),
    ("E23000015", "Staffordshire", None, "E"),
    ("E23000016", "West Mercia", None, "E"),
    ("E23000017", "Warwickshire", None, "E"),
    ("E23000018", "Derbyshire", None, "F"),
    ("E23000019", "Nottinghamshire", None, "F"),
    ("E23000020", "Lincolnshire", None, "F"),
    ("E23000021", "Leicestershire", None, "F"),
    ("E23000022", "Northamptonshire", None, "I"),
    ("E23000023", "Cambridgeshire", None, "I"),
    ("E23000024", "Norfolk", None, "I"),
    ("E23000025", "Suffolk", None, "I"),
    ("E23000026", "Bedfordshire", None, "I"),
    ("E23000027", "Hertfordshire", None, "I"),
    ("E23000028", "Essex", None, "I"),
    ("E23000029", "Thames Valley", None, "H"),
    ("E23000030", "Hampshire", None, "H"),
    ("E23000031", "Surrey", None, "K"),
    ("E23000032", "Kent", None, "K"),
    ("E23000033", "Sussex", None, "K"),
    ("E23000034", "City of London", None, "J"),
    ("E23000035", "Devon and Cornwall", None, "G"),
    ("E23000036", "Avon and Somerset", None, "G"),
    ("E23000037", "Gloucestershire", None, "G"),
    ("E23000038", "Wiltshire", None, "G"),
    ("E23000039", "Dorset", None, "G"),
    ("W15000001", "North Wales", "Gogledd Cymru", "D"),
    ("W15000002", "Gwent", None, "D"),
    ("W15000003", "South Wales", "De Cymru", "D"),
    ("W15000004", "Dyfed-Powys", None, "D"),
]
