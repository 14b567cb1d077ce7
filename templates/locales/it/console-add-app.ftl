# Adding an app to the console by a preset, and waiting for its first sign-in.

console_choose_lead = Le impostazioni di queste app e librerie sono note: scegline una, inserisci il suo indirizzo e vedrai cosa scrivere nella sua configurazione.
console_choose_other = Un’altra app
console_choose_other_hint = Un’app web, a pagina singola o nativa, oppure un servizio, di cui inserisci tu le impostazioni.
console_choose_other_link = Aggiungi un’altra app
console_family_libraries = Librerie e framework
console_family_monitoring = Monitoraggio e dashboard
console_family_git = Piattaforme Git e build
console_family_wikis = Wiki e note
console_family_storage = Archiviazione e contenuti multimediali
console_family_chat = Chat
console_family_platform = Kubernetes, Vault e piattaforme
console_family_proxies = Proxy
console_preset_effect = Aggiunge l’app con le impostazioni di cui ha bisogno. La pagina successiva mostra, solo questa volta, cosa scrivere nell’app, con il suo segreto.
console_preset_url = Indirizzo dell’app
console_preset_url_hint = Così come la si apre, ad esempio https://app.example.com o http://localhost:3000.
console_preset_url_wrong = Inserisci un indirizzo web senza parametri, ad esempio https://app.example.com
console_preset_value = Nome nelle impostazioni dell’app
console_preset_value_wrong = Usa lettere, cifre, trattini, punti e trattini bassi.
console_preset_client_id_hint = Non cambia mai. Scegline un altro per una seconda app dello stesso tipo.
# $app is the name of the app that was added.
console_written_title = Configura { $app }
console_written_lead = Scrivi ora questo nella configurazione dell’app: il segreto viene mostrato solo questa volta. Se va perso, creane uno nuovo.
console_written_lead_public = Scrivi questo nella configurazione dell’app. Non ha segreti.
console_written_documentation = Documentazione dell’app
console_written_values = Mostra i valori uno per uno
console_written_done = L’ho copiato
console_copy = Copia
console_copied = Copiato
console_wait_waiting = In attesa del primo accesso…
console_wait_hint = Apri l’app e accedi. Questa pagina lo mostra in pochi secondi.
# $app is the name of the app that was added.
console_wait_came = Qualcuno ha effettuato l’accesso a { $app }. Funziona.
console_wait_check = Controlla ora
console_first_sign_in = Primo accesso
console_first_sign_in_none = Nessuno finora
console_apps_empty = Ancora nessuna app. Aggiungi la prima.
