second_factor_page = Verifica in due passaggi · { $organization }
second_factor_title = Verifica in due passaggi
second_factor_intro = Inserisci il codice di 6 cifre della tua app di autenticazione per { $user }.
second_factor_recovery_intro = Inserisci uno dei codici di recupero che hai salvato per { $user }. Ognuno funziona una volta.
second_factor_account = Account: { $user }
second_factor_code = Codice
second_factor_recovery_code = Codice di recupero
second_factor_trust =
    { $days ->
        [one] Non chiedere più in questo browser per un giorno
       *[other] Non chiedere più in questo browser per { $days } giorni
    }
second_factor_submit = Continua
second_factor_use = Usa il secondo passaggio
second_factor_use_recovery = Usa un codice di recupero
second_factor_use_app = Usa un altro secondo passaggio
second_factor_other_way = Accedi in un altro modo
second_factor_missing = Inserisci il codice.
second_factor_wrong = Il codice non è corretto. Attendine uno nuovo nell’app, poi riprova.
second_factor_wrong_recovery_code = Il codice di recupero non è corretto oppure è già stato usato. Provane un altro.
second_factor_over = L’accesso ha richiesto troppo tempo oppure il tuo account è cambiato. Accedi di nuovo.

set_up_page = Configura la verifica in due passaggi · { $organization }
set_up_title = Configura la verifica in due passaggi
set_up_needed = { $organization } richiede un secondo passaggio quando accedi. Configura un’app di autenticazione sul telefono, come Google Authenticator, Microsoft Authenticator o Aegis.
set_up_for_app = { $app } richiede un secondo passaggio quando accedi. Configura un’app di autenticazione sul telefono, come Google Authenticator, Microsoft Authenticator o Aegis.
set_up_scan = Scansiona questo codice con la tua app di autenticazione.
set_up_qr_label = Codice QR con la chiave per la tua app di autenticazione
set_up_open_app = Apri l’app di autenticazione su questo dispositivo
set_up_type_key = Non riesci a scansionarlo? Digita invece questa chiave
set_up_code = Inserisci il codice di 6 cifre mostrato dall’app
set_up_submit = Attiva
set_up_later = Non ora
set_up_cancel = Annulla
set_up_wrong_code = Il codice non è corretto. Controlla che l’ora del telefono sia impostata automaticamente, poi inserisci il codice che l’app mostra adesso.
set_up_too_late = È passato troppo tempo. Scansiona il nuovo codice.

recovery_codes_page = Codici di recupero · { $organization }
recovery_codes_title = Salva i tuoi codici di recupero
recovery_codes_intro = Se perdi il telefono, ognuno di questi codici ti permette di accedere una volta. Stampali oppure conservali nel tuo gestore di password.
recovery_codes_once = Non possiamo mostrare di nuovo questi codici.
recovery_codes_print = Stampa i codici
recovery_codes_continue = Continua
recovery_codes_kept_title = La verifica in due passaggi è attiva
recovery_codes_kept = I tuoi codici di recupero sono ancora validi.

security_page = Sicurezza · { $organization }
security_title = Sicurezza
security_factors_title = Verifica in due passaggi
security_factors_intro = Quando accedi con la password, { $user }, un secondo passaggio blocca chiunque la conosca.
security_on = Attiva
security_app = App di autenticazione
security_app_on = Chiediamo il suo codice quando accedi.
security_app_off = Ricevi i codici in un’app sul telefono.
security_app_set_up = Configura
security_app_remove = Rimuovi
security_recovery = Codici di recupero
security_recovery_left =
    { $left ->
        [0] Nessuno dei tuoi { $codes } codici è rimasto. Creane di nuovi.
       *[other] Ne restano { $left } su { $codes }.
    }
security_recovery_renew = Crea nuovi codici
security_trusted_title = Browser attendibili
security_trusted_intro = In questi browser non chiediamo il secondo passaggio.
security_trusted_since = Attendibile dal { $when }
security_trusted_until = Fino al { $when }
security_trusted_remove = Rimuovi
second_factor_key_intro = Usa la tua passkey o il tuo token di sicurezza per continuare come { $user }.
second_factor_use_key = Usa una passkey o un token di sicurezza
second_factor_wrong_key = La passkey o il token di sicurezza non è stato accettato. Riprova.

passkey_sign_in = Accedi con una passkey
passkey_not_used = La tua passkey non è stata usata. Riprova oppure accedi in un altro modo.
passkey_wrong = Non siamo riusciti a farti accedere con questa passkey. Riprova oppure accedi in un altro modo.
passkey_page = Crea una passkey · { $organization }
passkey_title = Crea una passkey
passkey_intro = Accedi con l’impronta, il volto o il blocco schermo invece che con una password. Nessuno può rubare o indovinare una passkey.
passkey_create = Crea una passkey
passkey_not_made = Nessuna passkey è stata creata. Riprova.
passkey_name_title = Questa passkey non può avere quel nome
passkey_name = Un nome ha al massimo 60 caratteri, nessuno dei quali invisibile.
passkey_name_remedy = Torna indietro e scegli un altro nome.
passkey_needs_script = Le passkey richiedono JavaScript. Attivalo oppure usa un’app di autenticazione.
security_key_page = Aggiungi un token di sicurezza · { $organization }
security_key_title = Aggiungi un token di sicurezza
security_key_intro = Collega il token di sicurezza oppure avvicinalo al telefono. Lo chiediamo dopo la password.
security_key_create = Aggiungi token di sicurezza
security_key_new = Aggiungi un token di sicurezza
security_key_tag = Solo secondo passaggio
security_passkeys_title = Passkey
security_passkeys_intro = Accedi con l’impronta, il volto o il blocco schermo.
security_passkey_new = Crea una passkey
security_passkey_unnamed = Passkey
security_passkey_synced = Sincronizzata tra i tuoi dispositivi
security_passkey_on_one_device = Su un solo dispositivo
security_passkey_since = Creata il { $when }
security_passkey_used = Ultimo utilizzo il { $when }
security_passkey_rename = Rinomina
security_passkey_label = Nome
security_passkey_save = Salva
security_passkey_remove = Rimuovi
security_passkey_remove_named = Rimuovi { $name }
passkey_offer_page = La prossima volta accedi più in fretta · { $organization }
passkey_offer_title = La prossima volta accedi più in fretta
security_password = Password
security_password_on = Puoi accedere con una password.
security_password_off = Non hai una password.
security_password_change = Cambia password
security_password_set = Imposta una password

second_factor_lost = Non posso usare nessuna di queste opzioni
recovery_page = Recupera l’accesso al tuo account · { $organization }
recovery_title = Recupera l’accesso al tuo account
recovery_intro = Se hai perso il secondo passaggio e i codici di recupero, puoi chiedere di accedere senza. Ti avvisiamo subito via email. Il { $when } ti invieremo un link che disattiva la verifica in due passaggi.
recovery_security = Chiunque abbia eseguito l’accesso al tuo account può rifiutare la richiesta, e un accesso con il secondo passaggio la annulla.
recovery_submit = Chiedi l’accesso
recovery_back = Indietro
recovery_waiting_title = La tua richiesta è in attesa
recovery_waiting = Il { $when } ti invieremo un’email con un link.
recovery_not_possible = Non è possibile farlo qui. Chiedi un codice monouso al tuo amministratore.
recovery_too_many = Hai fatto troppe richieste. Chiedi un codice monouso al tuo amministratore.
recovery_confirm_title = Disattiva la verifica in due passaggi
recovery_confirm = Vengono rimossi l’app di autenticazione, le passkey, i token di sicurezza e i codici di recupero di { $user }, e vieni disconnesso ovunque.
recovery_confirm_submit = Disattiva
recovery_done_title = La verifica in due passaggi è disattivata
recovery_done = Accedi, poi configura di nuovo la verifica in due passaggi.
recovery_refuse_title = Rifiuta la richiesta
recovery_refuse = Qualcuno che conosce la password di { $user } ha chiesto di accedere senza il secondo passaggio. Rifiuta se non eri tu.
recovery_refuse_submit = Rifiuta la richiesta
recovery_refused_title = La richiesta è stata rifiutata
recovery_refused = Nessuno può accedere senza il tuo secondo passaggio. Chi ha fatto la richiesta conosce la tua password: cambiala subito.
account_recovery_title = Qualcuno ha chiesto di accedere senza il tuo secondo passaggio
account_recovery = La richiesta proviene da { $device } e ha effetto dal { $when }. Se non eri tu, rifiutala e cambia la password.
