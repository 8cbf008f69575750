"""H · 执行与罚没: payment, surcharge, court enforcement."""
