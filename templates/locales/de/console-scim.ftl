# Apps that users are pushed to by SCIM, in the console.

console_scim = Konten bei Apps (SCIM)
console_scim_lead = Apps, die ein Konto für alle erhalten, die sie benutzen dürfen, und sofort erfahren, wenn jemand es nicht mehr darf.
console_scim_none = Noch keine App erhält Konten. Fügen Sie eine mit dem folgenden Befehl, einer Datei oder der API hinzu.
console_scim_compared = Letzter Abgleich
console_scim_users_in = Nur Mitglieder von
console_scim_pushed_groups = Übertragene Gruppen
console_scim_accounts = Konten
console_scim_to_come = Noch ausstehend
console_scim_problems = Nicht wie vorgesehen
console_scim_problems_none = Bei der App ist alles wie vorgesehen.
console_scim_paused = Angehalten, weil die App einen Tag lang nichts angenommen hat
console_scim_created = Angelegt
console_scim_updated = Geändert
console_scim_deactivated = Deaktiviert
console_scim_deleted = Gelöscht
console_scim_unchanged = Unverändert
console_scim_conflict = Konflikt
console_scim_failed = Fehlgeschlagen
console_scim_compare = Alles abgleichen
console_scim_compare_effect = Alle Benutzer und Gruppen werden mit dem verglichen, was die App hat, und Abweichungen werden behoben.
console_scim_pause = Anhalten
console_scim_pause_effect = An die App wird nichts übertragen, bis Sie sie fortsetzen. Die Konten dort bleiben, wie sie sind.
console_scim_resume = Fortsetzen
console_scim_resume_effect = Alle werden geprüft, und was sich inzwischen geändert hat, wird an die App übertragen.
