import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { connect, provideClient } from './client/index.ts'
import { i18n, preferredLanguage, setLanguage } from './i18n/index.ts'
import { router } from './router.ts'
import './style.css'

const app = createApp(App)
provideClient(app, connect())
void setLanguage(preferredLanguage())
app.use(createPinia()).use(router).use(i18n).use(ui).mount('#app')
