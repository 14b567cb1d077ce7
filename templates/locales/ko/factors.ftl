second_factor_page = 2단계 인증 · { $organization }
second_factor_title = 2단계 인증
second_factor_intro = { $user } 계정의 인증 앱에 표시된 6자리 코드를 입력하세요.
second_factor_recovery_intro = { $user } 계정용으로 저장한 복구 코드 중 하나를 입력하세요. 각 코드는 한 번만 사용할 수 있습니다.
second_factor_key_intro = { $user } 계정으로 계속하려면 패스키나 보안 키를 사용하세요.
second_factor_use_key = 패스키 또는 보안 키 사용
second_factor_wrong_key = 패스키 또는 보안 키가 인식되지 않았습니다. 다시 시도해 보세요.
second_factor_account = 계정: { $user }
second_factor_code = 코드
second_factor_recovery_code = 복구 코드
second_factor_trust =
    { $days ->
       *[other] 이 브라우저에서 { $days }일 동안 다시 묻지 않기
    }
second_factor_submit = 계속
second_factor_use = 2단계 인증 수단 사용
second_factor_use_recovery = 복구 코드 사용
second_factor_use_app = 다른 2단계 인증 수단 사용
second_factor_other_way = 다른 방법으로 로그인
second_factor_missing = 코드를 입력하세요.
second_factor_wrong = 코드가 올바르지 않습니다. 앱에 새 코드가 표시될 때까지 기다린 후 다시 시도해 보세요.
second_factor_wrong_recovery_code = 복구 코드가 올바르지 않거나 이미 사용되었습니다. 다른 코드를 사용해 보세요.
second_factor_over = 로그인 시간이 너무 오래 걸렸거나 계정이 변경되었습니다. 다시 로그인하세요.

set_up_page = 2단계 인증 설정 · { $organization }
set_up_title = 2단계 인증 설정
set_up_needed = { $organization }에서는 로그인할 때 2단계 인증이 필요합니다. 휴대전화에 Google Authenticator, Microsoft Authenticator, Aegis 같은 인증 앱을 설정하세요.
set_up_for_app = { $app }에서는 로그인할 때 2단계 인증이 필요합니다. 휴대전화에 Google Authenticator, Microsoft Authenticator, Aegis 같은 인증 앱을 설정하세요.
set_up_scan = 인증 앱으로 이 코드를 스캔하세요.
set_up_qr_label = 인증 앱용 키가 담긴 QR 코드
set_up_open_app = 이 기기의 인증 앱 열기
set_up_type_key = 스캔할 수 없나요? 대신 이 키를 입력하세요
set_up_code = 앱에 표시된 6자리 코드를 입력하세요
set_up_submit = 사용 설정
set_up_later = 나중에
set_up_cancel = 취소
set_up_wrong_code = 코드가 올바르지 않습니다. 휴대전화의 시간이 자동으로 설정되어 있는지 확인한 후 앱에 지금 표시된 코드를 입력하세요.
set_up_too_late = 시간이 너무 오래 걸렸습니다. 새 코드를 스캔하세요.

recovery_codes_page = 복구 코드 · { $organization }
recovery_codes_title = 복구 코드를 저장하세요
recovery_codes_intro = 휴대전화를 잃어버리면 각 코드로 한 번씩 로그인할 수 있습니다. 인쇄하거나 비밀번호 관리자에 보관하세요.
recovery_codes_once = 이 코드는 다시 표시할 수 없습니다.
recovery_codes_print = 코드 인쇄
recovery_codes_continue = 계속
recovery_codes_kept_title = 2단계 인증이 사용 설정되었습니다
recovery_codes_kept = 기존 복구 코드는 계속 유효합니다.

security_page = 보안 · { $organization }
security_title = 보안
security_factors_title = 2단계 인증
security_factors_intro = { $user } 님이 비밀번호로 로그인할 때 2단계 인증은 비밀번호를 아는 다른 사람을 막아 줍니다.
security_on = 사용 중
security_app = 인증 앱
security_app_on = 로그인할 때 앱의 코드를 확인합니다.
security_app_off = 휴대전화의 앱에서 코드를 받으세요.
security_app_set_up = 설정
security_app_remove = 삭제
security_recovery = 복구 코드
security_recovery_left =
    { $left ->
        [0] 코드 { $codes }개를 모두 사용했습니다. 새 코드를 받으세요.
       *[other] { $codes }개 중 { $left }개가 남았습니다.
    }
security_recovery_renew = 새 코드 받기
security_trusted_title = 신뢰하는 브라우저
security_trusted_intro = 이 브라우저에서는 2단계 인증을 요구하지 않습니다.
security_trusted_since = 신뢰 시작: { $when }
security_trusted_until = 만료: { $when }
security_trusted_remove = 삭제

passkey_sign_in = 패스키로 로그인
passkey_not_used = 패스키가 사용되지 않았습니다. 다시 시도하거나 다른 방법으로 로그인하세요.
passkey_wrong = 이 패스키로 로그인할 수 없습니다. 다시 시도하거나 다른 방법으로 로그인하세요.
passkey_page = 패스키 만들기 · { $organization }
passkey_title = 패스키 만들기
passkey_intro = 비밀번호 대신 지문, 얼굴 또는 화면 잠금으로 로그인하세요. 패스키는 아무도 훔치거나 추측할 수 없습니다.
passkey_create = 패스키 만들기
passkey_not_made = 패스키가 만들어지지 않았습니다. 다시 시도해 보세요.
passkey_needs_script = 패스키를 사용하려면 JavaScript가 필요합니다. JavaScript를 켜거나 인증 앱을 사용하세요.
security_key_page = 보안 키 추가 · { $organization }
security_key_title = 보안 키 추가
security_key_intro = 보안 키를 연결하거나 휴대전화에 대세요. 비밀번호를 입력한 후에 보안 키를 요구합니다.
security_key_create = 보안 키 추가
security_key_new = 보안 키 추가
security_key_tag = 2단계 전용
security_passkeys_title = 패스키
security_passkeys_intro = 지문, 얼굴 또는 화면 잠금으로 로그인하세요.
security_passkey_new = 패스키 만들기
security_passkey_unnamed = 패스키
security_passkey_synced = 기기 간에 동기화됨
security_passkey_on_one_device = 기기 한 대에만 있음
security_passkey_since = 만든 시간: { $when }
security_passkey_used = 마지막 사용: { $when }
security_passkey_rename = 이름 변경
security_passkey_label = 이름
security_passkey_save = 저장
security_passkey_remove = 삭제
security_passkey_remove_named = { $name } 삭제
passkey_offer_page = 다음에는 더 빠르게 로그인하세요 · { $organization }
passkey_offer_title = 다음에는 더 빠르게 로그인하세요
security_password = 비밀번호
security_password_on = 비밀번호로 로그인할 수 있습니다.
security_password_off = 비밀번호가 없습니다.
security_password_change = 비밀번호 변경
security_password_set = 비밀번호 설정
