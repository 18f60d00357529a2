@echo off
rem Runs an installed Spinbench on Java 17 or newer: that of JAVA_HOME, or else the java on the PATH.
rem SPINBENCH_JAVA_OPTS has options for the Java virtual machine.
setlocal
set "HOME_DIR=%~dp0"
set "JAVA=java"
if exist "%HOME_DIR%runtime\bin\java.exe" (
  set "JAVA=%HOME_DIR%runtime\bin\java.exe"
) else if defined JAVA_HOME (
  set "JAVA=%JAVA_HOME%\bin\java.exe"
)
"%JAVA%" -Dspinbench.terminal=false -Dspinbench.interactive=false %SPINBENCH_JAVA_OPTS% -jar "%HOME_DIR%spinbench.jar" %*
exit /b %ERRORLEVEL%
