link_account_page = Collega { $provider } · { $organization }
link_account_title = Questo account è tuo?
link_account = Esiste già un account per <strong>{ $email }</strong>. Se è tuo, inserisci la sua password per accedere d’ora in poi con { $provider }.
link_account_password = Password
link_account_submit = Collega { $provider } e accedi
link_account_other = Usa un altro metodo
link_account_wrong = La password è errata. Riprova.
link_account_missing = Inserisci la password di questo account.
link_account_paused = Troppi tentativi non riusciti. Attendi un momento, poi riprova.

provider_unknown = questo provider

federation_failed_title = Non siamo riusciti a farti accedere
federation_failed_with_title = Non siamo riusciti a farti accedere con { $provider }

federation_stale = Questo accesso è già stato completato, ha richiesto troppo tempo o è stato avviato in un altro browser. Non è stato modificato nulla.
federation_stale_remedy = Torna all’app e ricomincia.

federation_not_offered = Qui non puoi accedere con { $provider }.
federation_not_offered_remedy = Usa un altro metodo. L’amministratore decide quali sono disponibili.

federation_denied = L’accesso è stato annullato o non è stato consentito da { $provider }.
federation_denied_remedy = Riprova oppure usa un altro metodo.

federation_unreachable = { $provider } non risponde.
federation_unreachable_remedy = Attendi un minuto e riprova, oppure usa un altro metodo.

federation_busy = L’accesso con { $provider } è molto richiesto in questo momento.
federation_busy_remedy = Attendi un minuto e riprova, oppure usa un altro metodo.

federation_misconfigured = { $provider } ha rifiutato la nostra richiesta. Le impostazioni qui potrebbero non essere aggiornate.
federation_misconfigured_remedy = Per ora usa un altro metodo. Comunica all’amministratore il riferimento qui sotto, così potrà risolvere il problema.

federation_invalid = Non siamo riusciti a verificare la risposta di { $provider }.
federation_invalid_remedy = Riprova oppure usa un altro metodo. Se succede di nuovo, comunica all’amministratore il riferimento qui sotto.

federation_unreadable = Non siamo riusciti a verificare la risposta di { $provider }: non dice chi sei.
federation_unreadable_remedy = Per ora usa un altro metodo. Comunica all’amministratore il riferimento qui sotto, così potrà risolvere il problema.

federation_not_admitted = L’account { $provider } che hai usato non è ammesso qui.
federation_not_admitted_remedy = Usa l’account della tua organizzazione oppure un altro metodo.

federation_no_account = Il tuo account { $provider } non è collegato a nessun account qui.
federation_known_email = Il tuo account { $provider } non è collegato qui, ma potrebbe già esistere un account con lo stesso indirizzo email.
federation_connect_remedy = Se hai un account qui, accedi come al solito e collega { $provider } dalla pagina del tuo account. Altrimenti chiedi un account all’amministratore.

federation_link_only = { $provider } è collegato ad account di questo servizio, ma non può essere usato per accedere.
federation_link_only_remedy = Usa un altro metodo.

federation_disabled = Il tuo account è disattivato.
federation_disabled_remedy = L’amministratore può riattivarlo.

federation_linked_title = Questo account è già collegato
federation_linked = Questo account { $provider } è già collegato a un altro account di questo servizio. Non è stato modificato nulla.
federation_linked_remedy = Se anche l’altro account è tuo, accedi a quello e scollega prima { $provider }.

last_method_title = Non puoi scollegare il tuo unico metodo di accesso
last_method = Senza, non potresti più accedere a questo account.
last_method_remedy = Collega prima un altro metodo.

use_another_method = Usa un altro metodo
back_to_account = Torna al tuo account
