# Come si accede, nella console.

console_nav_sign_in = Regole di accesso
console_sign_in_hint = Guarda come si accede, a tutto e a ogni app.
console_sign_in_lead = Cosa serve per accedere: le regole per tutti, e dove un’app è più severa.
console_sign_in_everybody = Per tutti
console_sign_in_settings = Sono impostazioni del server. Un’app può scegliere tra esse e chiedere di più.
console_sign_in_apps = Per app
console_sign_in_apps_none = Nessuna app fa ancora accedere qualcuno. Aggiungine una in App.
console_as_everybody = Come per tutti
console_days = { $days ->
    [one] { $days } giorno
   *[other] { $days } giorni
}
console_method_password = Password
console_method_passkey = Passkey
console_method_code = Codice per email
console_method_link = Link per email
console_rule_methods = Modi di accesso, in ordine
console_methods_hint = Uno per riga: { $names }, o l’identificativo di un provider di identità. Lascia vuoto per tutti.
console_rule_second_factor = Secondo fattore
console_rule_second_factor_of = Secondo fattore per alcuni
console_factor_off = Disattivato
console_factor_offered = Chiesto a chi ne ha impostato uno
console_factor_required = Obbligatorio
console_rule_after_providers = Secondo fattore anche dopo un provider di identità
console_rule_trusted = I browser sono attendibili per
console_rule_recovery = Attesa dopo la perdita del secondo fattore
console_rule_recovery_off = Non possibile
console_rule_length = Password più corta, in caratteri
console_rule_breaches = Le password rubate sono rifiutate
console_rule_sign_up = Chi può creare un account
console_sign_up_off = Nessuno: gli amministratori aggiungono gli utenti
console_sign_up_invitation = Chi è invitato
console_sign_up_domain = Chi ha un indirizzo di { $domains }
console_sign_up_open = Chiunque abbia un indirizzo email
console_takes_new_users = Accetta nuovi utenti
console_app_sign_in = Modifica l’accesso
console_app_sign_in_effect = Vale dal prossimo accesso. Le sessioni continuano; a chi manca un secondo fattore viene chiesto quando l’app chiede la volta successiva.
console_method_unknown = { $name } non è un modo di accesso: controlla l’ortografia o dichiara prima il provider di identità.
