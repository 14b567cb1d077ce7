# Apps that users are pushed to by SCIM, in the console.

console_scim = Account nelle app (SCIM)
console_scim_lead = App che ricevono un account per chiunque possa usarle e sanno subito quando qualcuno non può più.
console_scim_none = Nessuna app riceve ancora account. Aggiungine una con il comando seguente, un file o l’API.
console_scim_compared = Ultimo confronto
console_scim_users_in = Solo membri di
console_scim_pushed_groups = Gruppi inviati
console_scim_accounts = Account
console_scim_to_come = Ancora in attesa
console_scim_problems = Non come dovrebbe
console_scim_problems_none = L’app ha tutti come dovrebbe.
console_scim_paused = In pausa, perché l’app non ha accettato nulla per un giorno
console_scim_created = Creati
console_scim_updated = Modificati
console_scim_deactivated = Disattivati
console_scim_deleted = Eliminati
console_scim_unchanged = Invariati
console_scim_conflict = Conflitto
console_scim_failed = Non riuscito
console_scim_compare = Confronta tutto
console_scim_compare_effect = Ogni utente e ogni gruppo viene confrontato con ciò che l’app possiede, e le differenze vengono corrette.
console_scim_pause = Metti in pausa
console_scim_pause_effect = All’app non viene inviato nulla finché non la riprendi. Gli account restano come sono.
console_scim_resume = Riprendi
console_scim_resume_effect = Vengono controllati tutti, e ciò che è cambiato nel frattempo viene inviato all’app.
