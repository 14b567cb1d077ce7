account_page = 내 계정 · { $organization }
account_switch = 계정 전환
account_add = 계정 추가
account_sign_out = 로그아웃
account_email = 이메일
account_username = 사용자 이름

account_methods_title = 로그인 방법
account_password = 비밀번호
account_password_detail = 이 계정에 설정됨
account_connected_since = { $when }에 연결됨
account_disconnect = { $provider } 연결 해제
account_connect = { $provider } 연결

account_devices_title = 기기
account_this_device = 이 브라우저
account_session_since = 로그인: { $when }
account_session_seen = 마지막 사용: { $when }
account_session_apps = 연 앱: { $apps }
account_session_end = 로그아웃
account_sessions_end_others = 다른 모든 기기에서 로그아웃

device_browser_on_system = { $system }의 { $browser }
device_unknown = 알 수 없는 브라우저

place_with_address = { $place }({ $address })

receipts_title = 지난 24시간의 로그아웃
receipt_delivered = 로그아웃됨: { $when }
receipt_waiting = 로그아웃하는 중
receipt_retrying = 아직 연결할 수 없음, 마지막 시도: { $when }
receipt_given_up = { $count ->
   *[other] 연결할 수 없음, { $count }번 시도함
}
receipt_send_again = 다시 보내기

account_apps_title = 내 앱
account_apps_none = 아직 사용한 앱이 없습니다. 로그인한 앱이 여기에 표시됩니다.
account_app_allowed = 사용 가능: { $scope }
account_app_allowed_since = 허용: { $when }
account_app_trusted = 조직에서 제공함
account_app_open = { $app } 열기
account_app_remove = 액세스 권한 삭제
account_app_sign_out = { $app }에서 로그아웃
account_navigation = 내 계정
account_nav_overview = 개요
account_nav_profile = 프로필
account_nav_security = 보안

profile_page = 프로필 · { $organization }
profile_save = 저장
profile_saved = 프로필이 저장되었습니다.
profile_address_saved = 이메일 주소가 변경되었습니다. 다른 기기에서 로그아웃되었습니다.
profile_given_name = 이름
profile_family_name = 성
profile_nickname = 별명
profile_website = 웹사이트
profile_language = 언어
profile_language_of_browser = 브라우저 설정 사용
profile_time_zone = 시간대
profile_username_hint = 로그인할 때 사용할 수 있습니다. 공백과 @는 사용할 수 없습니다.
profile_username_wrong = 사용자 이름은 64자 이하이며 공백과 @를 사용할 수 없습니다.
profile_username_taken = 다른 사람이 사용 중인 사용자 이름입니다. 다른 이름을 선택하세요.
profile_value_wrong = 너무 긴 항목이 있거나 표시할 수 없는 문자가 있습니다. 각 항목은 200자까지 입력할 수 있습니다.
profile_website_wrong = https://로 시작하는 웹 주소를 입력하거나 비워 두세요.
profile_conflict = 계정이 동시에 변경되었습니다. 페이지를 다시 확인한 후 저장하세요.
profile_address_verified = 확인됨
profile_new_address = 새 이메일
profile_address_hint = 새 주소로 코드를 보냅니다. 이전 주소에도 알려 드리며, 7일 동안 변경을 취소할 수 있습니다.
profile_address_change = 이메일 변경
profile_address_wrong = 현재와 다른 이메일 주소를 입력하세요(예: ada@example.com).
profile_address_no_mail = 지금은 여기에서 이메일 주소를 변경할 수 없습니다. 관리자에게 문의하세요.

address_confirm_title = 새 이메일 확인
address_confirm = { $email }이(가) 계정의 주소가 됩니다. 다른 기기에서 로그아웃됩니다.
address_confirm_submit = 확인
address_confirmed_title = 이메일이 변경되었습니다
address_confirmed = 이제 새 주소로 로그인하세요. 다른 기기에서 로그아웃되었습니다.
address_undo_title = 변경을 취소할까요?
address_undo = { $email }이(가) 다시 계정의 주소가 되고 모든 곳에서 로그아웃됩니다.
address_undo_submit = 변경 취소
address_undone_title = 변경이 취소되었습니다
address_undone = 계정의 주소가 이전 주소로 돌아갔고 모든 기기에서 로그아웃되었습니다. 다른 사람이 사용할 수 없도록 지금 새 비밀번호를 선택하세요.

password_change_title = 비밀번호
password_present = 현재 비밀번호
password_new = 새 비밀번호
password_change_submit = 비밀번호 변경
password_changed = 비밀번호가 변경되었습니다. 다른 기기에서 로그아웃되었습니다.
password_none = 계정에 비밀번호가 없습니다. 다른 방법으로 로그인합니다.
password_wrong = 현재 비밀번호가 아닙니다. 확인하고 다시 시도해 보세요.
