app_name = "ppt"

urlpatterns = []
