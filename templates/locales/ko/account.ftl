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
