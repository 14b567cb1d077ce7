consent_page = { $app } 허용 · { $organization }
consent_title = { $app }에서 요청하는 권한:
consent_signed_in_as = { $user } 계정으로 로그인되어 있습니다. 계정 페이지에서 언제든지 액세스 권한을 삭제할 수 있습니다.
consent_destination = 응답은 { $destination }(으)로 전송됩니다.
consent_resources = 허용한 내용은 다음 위치에서 사용됩니다:
consent_registered_by_itself = 이 앱은 스스로 등록되었습니다. { $organization }에서 누가 제공하는지 확인하지 않았습니다. 위의 주소를 신뢰하는 경우에만 계속하세요.
consent_allow = { $app }(으)로 계속하기
consent_deny = 허용 안함

missing_fields_page = 계정 정보 입력 · { $organization }
missing_fields_title = 계정 정보를 입력하세요
missing_fields_text = 계속하려면 { $organization }에서 이 정보가 필요합니다. { $user } 계정으로 로그인되어 있습니다.

select_organization_page = 조직 선택 · { $organization }
select_organization_title = 조직 선택
select_organization_text = { $user } 계정으로 로그인되어 있습니다. { $app }에서 어떤 조직을 사용하시겠습니까?

scope_openid = 본인 확인
scope_profile = 이름 및 프로필 보기
scope_email = 이메일 주소 보기
scope_address = 우편 주소 보기
scope_phone = 전화번호 보기
scope_offline_access = 앱을 사용하지 않을 때도 액세스 유지
scope_groups = 소속 그룹 보기
scope_roles = 앱에서의 역할 보기
scope_permissions = 앱에서의 권한 보기
scope_other = { $scope } 사용
