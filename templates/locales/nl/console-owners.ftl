# The owners of an app, who administer it.
console_owners_tab = Eigenaren
console_owners_lead = Eigenaren beheren alleen deze app: de rollen en de aanvragen daarvan, de geheimen, hoe de app eruitziet en waar die staat. Wie er verder in mag en wat de app van gebruikers weet, blijft bij beheerders.
console_owners_none = Niemand is eigenaar van deze app. Alleen beheerders wijzigen die.
console_owners_since = Eigenaar sinds
console_owners_by_file = genoemd door een bestand
console_owners_add = Eigenaar toevoegen
console_owners_add_effect = De gebruiker beheert deze app in de console en via de API: geeft de rollen, beslist over aanvragen, maakt geheimen en trekt ze in, en wijzigt hoe de app eruitziet en waar die staat.
console_owners_remove = Eigenaar verwijderen
console_owners_remove_effect = De gebruiker beheert deze app niet meer. Wat is gegeven en gewijzigd, blijft.
console_owners_earlier = Eerdere eigenaren
console_owners_until = Eigenaar tot
