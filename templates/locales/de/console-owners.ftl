# The owners of an app, who administer it.
console_owners_tab = Eigentümer
console_owners_lead = Eigentümer verwalten allein diese App: ihre Rollen und die Anfragen danach, ihre Geheimnisse, ihr Aussehen und ihre Adressen. Wen sie sonst einlässt und was sie über Benutzer erfährt, entscheidet die Administration.
console_owners_none = Diese App gehört niemandem. Nur die Administration ändert sie.
console_owners_since = Eigentümer seit
console_owners_by_file = von einer Datei genannt
console_owners_add = Eigentümer hinzufügen
console_owners_add_effect = Der Benutzer verwaltet diese App in der Konsole und über die API: Er vergibt ihre Rollen, entscheidet über Anfragen danach, erstellt und widerruft ihre Geheimnisse und ändert ihr Aussehen und ihre Adressen.
console_owners_remove = Eigentümer entfernen
console_owners_remove_effect = Der Benutzer verwaltet diese App nicht mehr. Was er vergeben und geändert hat, bleibt.
console_owners_earlier = Frühere Eigentümer
console_owners_until = Eigentümer bis
